#include "journal/verify.h"

#include "base/check.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace neove::journal {

namespace {

constexpr std::size_t kMostSuspects = 4096;  // a store altered more than that needs no finer naming
constexpr std::size_t kMostHeads = 4;
constexpr std::size_t kMostExchanges = 128;  // pairs are compared among the first suspects only

bool fits(const ChainedRow& row, std::int64_t seq) {
    Entry entry = row.entry;
    entry.seq = seq;
    return digest_of(entry) == row.digest;
}

void check_anchors(const Evidence& evidence, const std::map<std::int64_t, Digest>& digests, CheckedLog& log) {
    for (const Anchor& anchor : evidence.anchors) {
        const auto found = digests.find(anchor.number);
        const auto add = [&](FindingKind kind) {
            log.findings.push_back({kind, anchor.number, anchor.number});
        };
        if (anchor.store != evidence.first_key.store) {
            add(FindingKind::AnchorOtherStore);
        } else if (digests.empty() || anchor.number > digests.rbegin()->first) {
            add(FindingKind::CheckpointsCut);
        } else if (found != digests.end() && found->second != anchor.digest) {
            add(FindingKind::AnchorDiffers);
        }
    }
}

}  // namespace

std::optional<Finding> fault_of(
    const Checkpoint& checkpoint, const Checkpoint* before, const FirstKey& first
) {
    const auto wrong = [&](FindingKind kind) { return Finding{kind, checkpoint.number, checkpoint.number}; };
    const std::int64_t expected = before == nullptr ? 1 : before->number + 1;
    if (checkpoint.store != first.store) return wrong(FindingKind::CheckpointOtherStore);
    if (checkpoint.number < expected) return wrong(FindingKind::CheckpointReordered);
    if (checkpoint.number > expected)
        return Finding{FindingKind::CheckpointMissing, expected, checkpoint.number - 1};
    if (checkpoint.key_now != (before == nullptr ? first.key : before->key_next))
        return wrong(FindingKind::WrongKey);
    if (!signature_holds(checkpoint)) return wrong(FindingKind::WrongSignature);
    if (checkpoint.previous != (before == nullptr ? Digest{} : digest_of(*before))) {
        return wrong(FindingKind::CheckpointUnlinked);
    }
    if (checkpoint.first_seq != (before == nullptr ? 1 : before->last_seq + 1))
        return wrong(FindingKind::CheckpointGap);
    if (before != nullptr && checkpoint.at < before->at) return wrong(FindingKind::CheckpointTimeBack);
    return std::nullopt;
}

CheckedLog check_log(const Evidence& evidence) {
    CheckedLog log;
    std::map<std::int64_t, Digest> digests;
    std::optional<Checkpoint> before;
    std::string_view rest = evidence.checkpoint_log;
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        const auto checkpoint = parse_checkpoint(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        ++log.lines;
        if (!checkpoint || end == std::string_view::npos) {
            log.findings.push_back({FindingKind::CheckpointMalformed, log.lines, log.lines});
            continue;
        }
        digests.try_emplace(checkpoint->number, digest_of(*checkpoint));
        const auto fault = fault_of(*checkpoint, before ? &*before : nullptr, evidence.first_key);
        if (fault) {
            log.findings.push_back(*fault);
        } else {
            log.sound.push_back(*checkpoint);
        }
        // What follows is measured against this one: each break is named once.
        if (!fault || fault->kind != FindingKind::CheckpointReordered) before = *checkpoint;
    }
    check_anchors(evidence, digests, log);
    return log;
}

Verifier::Verifier(const Evidence& evidence)
    : log_(check_log(evidence)), anchored_(!evidence.anchors.empty()), heads_{Digest{}} {
    // After a missing line the ranges of what follows still hold if their signatures do, but never backwards.
    std::int64_t until = 0;
    std::erase_if(log_.sound, [&](const Checkpoint& checkpoint) {
        if (checkpoint.first_seq <= until) return true;
        until = checkpoint.last_seq;
        return false;
    });
}

void Verifier::name(FindingKind kind, std::int64_t number, std::int64_t until) {
    rows_.push_back({kind, number, until, {}});
}

bool Verifier::in_order(std::int64_t seq) {
    if (seq > last_seq_ + 1) {
        missing_.emplace(last_seq_ + 1, seq - 1);
        name(FindingKind::RowMissing, last_seq_ + 1, seq - 1);
        heads_.clear();  // unknown
    }
    if (seq > last_seq_) return true;
    const auto gap = missing_.upper_bound(seq);
    const bool was_missed = gap != missing_.begin() && std::prev(gap)->second >= seq;
    name(
        was_missed ? FindingKind::RowReordered : FindingKind::RowInserted, seq, was_missed ? last_seq_ : seq
    );
    return false;
}

void Verifier::link(const ChainedRow& row) {
    const std::int64_t seq = row.entry.seq;
    const Digest digest = digest_of(row.entry);
    const bool digest_holds = digest == row.digest;
    const auto follows = [&](const Digest& with) {
        return std::ranges::find_if(heads_, [&](const Digest& head) {
            return next_head(head, seq, with) == row.head;
        });
    };
    auto followed = follows(row.digest);
    const bool stored_follows = heads_.empty() || followed != heads_.end();
    if (!stored_follows && !digest_holds) followed = follows(digest);
    const bool some_follows = heads_.empty() || followed != heads_.end();
    if (!heads_.empty() && followed != heads_.end() && followed != heads_.begin() && !suspects_.empty() &&
        suspects_.back().row.entry.seq == seq - 1) {
        suspects_.back().head_alone = suspects_.back().digest_holds;
    }

    if (some_follows) {
        heads_.assign(1, row.head);
    } else {
        std::vector<Digest> next{row.head};
        for (const Digest& head : heads_) {
            next.push_back(next_head(head, seq, row.digest));
            if (!digest_holds) next.push_back(next_head(head, seq, digest));
        }
        next.resize(std::min(next.size(), kMostHeads));
        heads_ = std::move(next);
    }

    if (digest_holds && stored_follows) {
        if (row.entry.at < last_at_) name(FindingKind::RowTimeBack, seq, seq);
        last_at_ = std::max(last_at_, row.entry.at);
    } else if (suspects_.size() < kMostSuspects) {
        suspects_.push_back({row, digest_holds, false});
    }
}

bool Verifier::touched(std::int64_t first, std::int64_t last) const {
    const auto inside = [&](const Suspect& suspect) {
        return suspect.row.entry.seq >= first && suspect.row.entry.seq <= last + 1;
    };
    const auto missing = [&](const auto& gap) { return gap.first <= last && gap.second >= first; };
    return std::ranges::any_of(suspects_, inside) || std::ranges::any_of(missing_, missing);
}

/// Compares with the checkpoint that covers the row, once its last row is there.
void Verifier::witness(const ChainedRow& row) {
    const std::int64_t seq = row.entry.seq;
    while (checkpoint_ < log_.sound.size() && seq > log_.sound[checkpoint_].last_seq) ++checkpoint_;
    if (checkpoint_ == log_.sound.size()) return;
    const Checkpoint& checkpoint = log_.sound[checkpoint_];
    if (seq < checkpoint.first_seq) return;
    if (seq == checkpoint.first_seq) tree_ = {};
    tree_.add(row.digest);
    if (seq != checkpoint.last_seq) return;
    const bool same_rows = tree_.root() == checkpoint.root;
    const bool same_head = row.head == checkpoint.head;
    // A head that differs over the same rows only repeats an earlier break.
    const bool fault = !same_rows || (!same_head && !head_broken_);
    if (fault && !touched(checkpoint.first_seq, checkpoint.last_seq)) {
        name(FindingKind::RangeDiffers, checkpoint.first_seq, checkpoint.last_seq);
    }
    head_broken_ = !same_head;
    if (!fault) witnessed_until_ = seq;
}

void Verifier::add(const ChainedRow& row) {
    ++count_;
    if (!in_order(row.entry.seq)) return;
    link(row);
    witness(row);
    last_seq_ = row.entry.seq;
}

/// Two rows whose contents stand at each other's place.
bool Verifier::name_exchange(std::size_t index, std::vector<bool>& named) {
    const ChainedRow& row = suspects_[index].row;
    for (std::size_t other = index + 1; other < std::min(suspects_.size(), kMostExchanges); ++other) {
        const ChainedRow& with = suspects_[other].row;
        if (named[other] || !fits(row, with.entry.seq) || !fits(with, row.entry.seq)) continue;
        name(FindingKind::RowReordered, row.entry.seq, with.entry.seq);
        named[other] = true;
        return true;
    }
    return false;
}

void Verifier::name_suspects() {
    std::vector<bool> named(suspects_.size(), false);
    std::int64_t up_from = -1;    // the stretch of rows moved up by an insertion
    std::int64_t down_from = -1;  // and moved down by a removal
    for (std::size_t i = 0; i < suspects_.size(); ++i) {
        const auto& [row, digest_holds, head_alone] = suspects_[i];
        const std::int64_t seq = row.entry.seq;
        if (named[i] || (!digest_holds && name_exchange(i, named))) continue;
        if (!digest_holds && fits(row, seq - 1)) {
            if (up_from != seq - 1) {
                std::erase_if(rows_, [&](const Finding& f) {
                    return f.kind == FindingKind::RowAltered && f.number == seq - 1;
                });
                name(FindingKind::RowInserted, seq - 1, seq - 1);
            }
            up_from = seq;
        } else if (!digest_holds && fits(row, seq + 1)) {
            if (down_from != seq - 1) name(FindingKind::RowMissing, seq, seq);
            down_from = seq;
        } else if (!digest_holds || head_alone || seq == 1) {
            name(FindingKind::RowAltered, seq, seq);
        } else if (up_from != seq - 1 && down_from != seq - 1) {
            name(FindingKind::ChainBroken, seq - 1, seq);
        }
    }
}

Report Verifier::finish() {
    name_suspects();
    const std::int64_t sworn = log_.sound.empty() ? 0 : log_.sound.back().last_seq;
    if (sworn > last_seq_) name(FindingKind::TailCut, last_seq_ + 1, sworn);
    if (sworn < last_seq_) name(FindingKind::TailUnwitnessed, sworn + 1, last_seq_);
    std::ranges::sort(rows_, {}, [](const Finding& f) { return std::pair(f.number, f.kind); });
    Report report;
    report.rows = count_;
    report.checkpoints = log_.lines;
    report.witnessed_until = witnessed_until_;
    report.findings = rows_;
    report.findings.insert(report.findings.end(), log_.findings.begin(), log_.findings.end());
    if (!anchored_) report.findings.push_back({FindingKind::SelfAttested, 0, 0});
    return report;
}

Report verify(const std::vector<ChainedRow>& rows, const Evidence& evidence) {
    Verifier verifier(evidence);
    for (const ChainedRow& row : rows) verifier.add(row);
    return verifier.finish();
}

void fuzz_verify(ByteView bytes) {
    const std::size_t log_size = bytes.empty() ? 0 : std::min<std::size_t>(bytes.size(), bytes[0] * 16U);
    Evidence evidence;
    evidence.checkpoint_log = std::string(as_text(bytes.first(log_size)));
    Verifier verifier(evidence);
    for (ByteView rest = bytes.subspan(log_size); rest.size() >= 4; rest = rest.subspan(4)) {
        ChainedRow row;
        row.entry.seq = rest[0];
        row.entry.at = {rest[1]};
        row.digest = digest_of(row.entry);
        row.digest[0] = static_cast<std::uint8_t>(row.digest[0] + rest[2] / 128);
        row.head[0] = rest[3];
        verifier.add(row);
    }
    const Report report = verifier.finish();
    CHECK(report.checkpoints == 0 || !report.is_sound());  // nothing it can invent is signed by the zero key
    for (const Finding& finding : report.findings)
        CHECK(!sentence_vi(finding).empty() && !sentence_en(finding).empty());
}

}  // namespace neove::journal
