/// \file
/// Building the index of made-up people, and searching it: all records, and the thirty of one case worker.
/// Names follow the shares that are common knowledge: Nguyễn 31 %, two in five women with Thị, three in ten
/// men with Văn. Counters: `p50` and `p99` in microseconds of one search, `p99_cpu` of its own time on a
/// processor that others use too.

#include "name_index/name_index.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <map>
#include <random>
#include <thread>

namespace {

using namespace neove;
using namespace neove::name_index;
using Steady = std::chrono::steady_clock;

struct Share {
    const char* text;
    double weight;
};
const std::vector<Share> kSurnames{
    {"Nguyễn", 31.5}, {"Trần", 10.9}, {"Lê", 8.9},    {"Phạm", 5.9},  {"Hoàng", 3.5}, {"Huỳnh", 1.6},
    {"Vũ", 2.8},      {"Võ", 1.6},    {"Phan", 2.8},  {"Trương", 2},  {"Bùi", 2.1},   {"Đặng", 1.9},
    {"Đỗ", 1.9},      {"Ngô", 1.7},   {"Hồ", 1.5},    {"Dương", 1.4}, {"Đinh", 1},    {"Lý", 0.9},
    {"Đoàn", 0.8},    {"Vương", 0.6}, {"Trịnh", 0.7}, {"Đào", 0.7},   {"Lương", 0.7}, {"Mai", 0.6},
    {"Cao", 0.6},     {"Hà", 0.6},    {"Lò", 0.8},    {"Vàng", 0.7},  {"Giàng", 0.7}, {"Sùng", 0.5},
    {"Thào", 0.5},    {"Hờ", 0.2},    {"Quàng", 0.4}, {"Tòng", 0.3},  {"Cà", 0.3},    {"Y", 0.3},
    {"H", 0.3},       {"Kim", 0.3},   {"Thạch", 0.4}, {"Sơn", 0.3}};
const std::vector<Share> kFemaleMiddles{
    {"Thị", 42},
    {"Ngọc", 7},
    {"Thu", 4},
    {"Thanh", 4},
    {"Kim", 4},
    {"Phương", 3},
    {"Mỹ", 3},
    {"Hồng", 3},
    {"Minh", 3},
    {"Bích", 2},
    {"Thúy", 2},
    {"Khánh", 2},
    {"Quỳnh", 2},
    {"Thị Kim", 3},
    {"Thị Thu", 4},
    {"Thị Ngọc", 4}};
const std::vector<Share> kMaleMiddles{
    {"Văn", 31},
    {"Đức", 6},
    {"Minh", 6},
    {"Quang", 5},
    {"Hữu", 5},
    {"Xuân", 3},
    {"Công", 3},
    {"Đình", 4},
    {"Ngọc", 4},
    {"Thanh", 4},
    {"Quốc", 4},
    {"Tuấn", 3},
    {"Anh", 3},
    {"Hoàng", 4},
    {"Trọng", 2},
    {"Bá", 2}};
const std::vector<std::string> kGivenNames{
    "Anh",   "Hương", "Linh",  "Hà",    "Trang", "Lan",   "Hoa",   "Mai",   "Thảo",   "Hằng", "Nga",   "Thủy",
    "Hạnh",  "Loan",  "Yến",   "Dung",  "Ngân",  "Huyền", "Nhung", "Oanh",  "Phương", "Vân",  "Thúy",  "Hồng",
    "Tuyết", "Ngọc",  "My",    "Quỳnh", "Nhi",   "Vy",    "Trâm",  "Diễm",  "Hiền",   "Liên", "Xuân",  "Minh",
    "Hùng",  "Dũng",  "Tuấn",  "Nam",   "Long",  "Sơn",   "Hải",   "Thắng", "Cường",  "Quân", "Đức",   "Hiếu",
    "Trung", "Tùng",  "Phong", "Khoa",  "Huy",   "Bình",  "Thành", "Tú",    "Giang",  "Việt", "Khánh", "Lâm",
    "Tài",   "Phúc",  "Lộc",   "Thọ",   "Sang",  "Vinh",  "Quý",   "Đạt",   "Kiên",   "Toàn", "Chi",   "Thi",
    "Thư",   "Trinh", "Thơ",   "Tâm",   "Châu",  "Diệu",  "Gấm",   "Pàng",  "Mỷ",     "Dợ",   "Chía",  "Súa"};
/// Rare given names: any onset with any rime, so that the vocabulary is as long as in life.
const std::vector<std::string> kOnsets{"b",  "c",  "ch", "d",  "đ", "g", "h", "kh", "l",  "m", "n",
                                       "ng", "nh", "p",  "ph", "r", "s", "t", "th", "tr", "v", "x"};
const std::vector<std::string> kRimes{"a",  "á",  "à",   "ang", "áng", "anh",  "ánh",  "âm",   "ân",
                                      "ất", "ay", "ây",  "en",  "ến",  "ênh",  "iêm",  "iến",  "iết",
                                      "im", "in", "ính", "oa",  "oan", "oát",  "on",   "ông",  "ơn",
                                      "úc", "um", "ung", "ưng", "ước", "ương", "uyên", "uyết", "ừ"};

const char* pick(const std::vector<Share>& shares, std::mt19937_64& random) {
    std::vector<double> weights;
    weights.reserve(shares.size());
    for (const Share& one : shares) weights.push_back(one.weight);
    std::discrete_distribution<std::size_t> draw(weights.begin(), weights.end());
    return shares[draw(random)].text;
}

std::string name_of(std::mt19937_64& random) {
    const bool is_woman = random() % 2 == 0;
    std::string given;
    if (random() % 100 < 88) {
        // Towards the front of the list, as in life.
        const auto at = (random() % kGivenNames.size()) * (random() % 1000) / 1000;
        given = kGivenNames[is_woman ? at : kGivenNames.size() - 1 - at];
    } else {
        given = kOnsets[random() % kOnsets.size()] + kRimes[random() % kRimes.size()];
    }
    return fmt::format(
        "{} {} {}", pick(kSurnames, random), pick(is_woman ? kFemaleMiddles : kMaleMiddles, random), given
    );
}

const std::vector<Card>& people(std::size_t count) {
    static std::map<std::size_t, std::vector<Card>> made;
    std::vector<Card>& out = made[count];
    if (!out.empty()) return out;
    std::mt19937_64 random(11);
    for (std::size_t i = 0; i < count; ++i) {
        Card card;
        card.id = RecordId::trusted(fmt::format("{:016x}{:016x}", random(), random()));
        card.names.push_back(name_of(random));
        if (random() % 10 == 0) card.names.push_back(name_of(random));
        const auto year = 1950 + random() % 70;
        card.birth = random() % 4 == 0
                         ? fmt::format("{}", year)
                         : fmt::format("{}-{:02}-{:02}", year, 1 + random() % 12, 1 + random() % 28);
        if (random() % 10 < 8)
            card.identity_numbers.push_back(
                fmt::format("0{:02}{:09}", random() % 97, random() % 1'000'000'000)
            );
        if (random() % 10 < 5) card.phones.push_back(fmt::format("09{:08}", random() % 100'000'000));
        out.push_back(std::move(card));
    }
    return out;
}

const NameIndex& index_of(std::size_t count) {
    static std::map<std::size_t, NameIndex> made;
    NameIndex& out = made[count];
    if (out.size() == 0) out.put(people(count));
    return out;
}

void build(benchmark::State& state) {
    const auto& cards = people(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) {
        NameIndex index;
        index.put(cards);
        state.counters["MB"] = static_cast<double>(index.memory()) / 1e6;
    }
}
BENCHMARK(build)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

double thread_micros() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

template <typename Work>
void measure(benchmark::State& state, Work work) {
    std::vector<double> wall;
    std::vector<double> own;
    for (auto _ : state) {
        const auto start = Steady::now();
        const double begun = thread_micros();
        benchmark::DoNotOptimize(work());
        own.push_back(thread_micros() - begun);
        wall.push_back(std::chrono::duration<double, std::micro>(Steady::now() - start).count());
    }
    std::ranges::sort(wall);
    std::ranges::sort(own);
    state.counters["p50"] = wall[wall.size() / 2];
    state.counters["p99"] = wall[wall.size() * 99 / 100];
    state.counters["p99_cpu"] = own[own.size() * 99 / 100];
}

/// What people type: whole names, two words, a prefix, no accents, a typo, a year, the commonest words.
std::vector<std::string> queries(std::size_t count) {
    std::mt19937_64 random(5);
    const auto& cards = people(count);
    std::vector<std::string> out;
    for (int i = 0; i < 400; ++i) {
        const Card& card = cards[random() % cards.size()];
        std::string name = card.names[0];
        const std::size_t space = name.rfind(' ');
        switch (i % 8) {
            case 0: out.push_back(name); break;
            case 1: out.push_back(name.substr(0, space + 2 <= name.size() ? space + 2 : space)); break;
            case 2: out.push_back(name.substr(space + 1) + " " + name.substr(0, name.find(' '))); break;
            case 3: out.push_back(name.substr(space + 1) + " " + card.birth.substr(0, 4)); break;
            case 4: out.push_back("nguyen thi " + name.substr(space + 1)); break;
            case 5: out.push_back(card.phones.empty() ? "0912345678" : card.phones[0]); break;
            case 6: out.push_back("nguyne van " + name.substr(space + 1)); break;
            default: out.push_back("nguyễn thị"); break;
        }
    }
    return out;
}

void search_mixed(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const auto& index = index_of(count);
    const auto asked = queries(count);
    std::size_t next = 0;
    measure(state, [&] { return index.search(asked[next++ % asked.size()], Scope::everything(), 20); });
}
BENCHMARK(search_mixed)->Arg(100'000)->Arg(1'000'000)->Iterations(4000)->Unit(benchmark::kMicrosecond);

template <typename... Rest>
void search_one(benchmark::State& state, const char* typed) {
    const auto& index = index_of(static_cast<std::size_t>(state.range(0)));
    measure(state, [&] { return index.search(typed, Scope::everything(), 20); });
}
#define SEARCH(name, typed)                    \
    BENCHMARK_CAPTURE(search_one, name, typed) \
        ->Arg(100'000)                         \
        ->Arg(1'000'000)                       \
        ->Iterations(1000)                     \
        ->Unit(benchmark::kMicrosecond)
SEARCH(nguyen_thi_with_tones, "nguyễn thị");
SEARCH(nguyen_thi_bare, "nguyen thi");
SEARCH(nguyen_t, "nguyen t");
SEARCH(nguyen_thi_and_no_such_name, "nguyen thi khongco");
SEARCH(typo_in_both, "nguyne thhi");
SEARCH(common_and_year, "nguyen 1987");

std::vector<RecordId> some_ids(std::size_t of, std::size_t count) {
    std::vector<RecordId> out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(people(of)[i * (of / count)].id);
    return out;
}

/// Arguments: records, how many of them she may open.
void search_scope(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const auto& index = index_of(count);
    const auto ids = some_ids(count, static_cast<std::size_t>(state.range(1)));
    measure(state, [&] { return index.search("nguyễn thị", Scope::of(ids), 20); });
}
BENCHMARK(search_scope)
    ->Args({100'000, 30})
    ->Args({1'000'000, 30})
    ->Args({100'000, 5'000})
    ->Iterations(1000)
    ->Unit(benchmark::kMicrosecond);

void search_prepared_scope(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const auto& index = index_of(count);
    Scope scope = Scope::of(some_ids(count, static_cast<std::size_t>(state.range(1))));
    index.prepare(scope);
    measure(state, [&] { return index.search("nguyễn thị", scope, 20); });
}
BENCHMARK(search_prepared_scope)
    ->Args({100'000, 5'000})
    ->Args({100'000, 99'990})
    ->Iterations(1000)
    ->Unit(benchmark::kMicrosecond);

void similar_card(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const auto& index = index_of(count);
    Card card = people(count)[count / 2];
    card.id = RecordId{};
    card.names = {"Nguyễn Thị Hương"};
    measure(state, [&] { return index.similar(card, Scope::everything(), 20); });
}
BENCHMARK(similar_card)->Arg(100'000)->Arg(1'000'000)->Iterations(1000)->Unit(benchmark::kMicrosecond);

/// A card put while another thread searches without a pause.
void put_while_searching(benchmark::State& state) {
    NameIndex index;
    const auto& cards = people(100'000);
    index.put(cards);
    std::atomic<bool> ends{false};
    std::thread reader([&] {
        while (!ends) benchmark::DoNotOptimize(index.search("nguyễn thị", Scope::everything(), 20));
    });
    std::size_t next = 0;
    measure(state, [&] {
        index.put(cards[next++ * 37 % cards.size()]);
        return index.size();
    });
    ends = true;
    reader.join();
}
BENCHMARK(put_while_searching)->Iterations(500)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
