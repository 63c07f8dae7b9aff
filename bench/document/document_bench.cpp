/// \file
/// How long a document takes from bytes to text, through the locked worker, each in a fresh child.
/// Prints the median and the spread of `rounds` rounds; run on a quiet machine.

#include "document/extract.h"
#include "document/fixture.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

namespace neove::document {

namespace {

double milliseconds(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

void measure(const char* name, int rounds, std::size_t size, const std::function<bool()>& work) {
    std::vector<double> times;
    bool good = true;
    for (int i = 0; i < rounds; ++i) times.push_back(milliseconds([&] { good &= work(); }));
    std::ranges::sort(times);
    const auto at = [&](double share) { return times[static_cast<std::size_t>(share * (rounds - 1))]; };
    std::printf(
        "%-34s %8zu B  median %8.2f ms  p10 %8.2f  p90 %8.2f  (%d rounds)%s\n",
        name,
        size,
        at(0.5),
        at(0.1),
        at(0.9),
        rounds,
        good ? "" : "  FAILED"
    );
}

/// Lines of plan-like words, different on each page so that nothing compresses away.
std::string page_text(int page) {
    std::string text;
    for (int line = 0; line < 38; ++line) {
        text += std::to_string(page) + "." + std::to_string(line) +
                " Tăng cường phối hợp, tiếp nhận và hỗ trợ người trở về kịp thời\n";
    }
    return text;
}

Bytes docx_of(std::size_t bytes) {
    std::string body;
    std::uint32_t state = 7;
    Bytes made;
    while (made.size() < bytes) {
        for (int i = 0; i < 60; ++i) {
            std::string words;
            for (int w = 0; w < 24; ++w) {
                state = state * 1664525U + 1013904223U;
                words += "từ" + std::to_string(state >> 8U) + " ";
            }
            body += fixture::paragraph(words);
        }
        made = fixture::docx({.body = body});
    }
    return made;
}

int run() {
    ExtractorPool pool;
    const auto report = pool.report();
    std::printf("worker: %s\n", report ? report->c_str() : report.error().detail.c_str());
    if (!report || !fixture::can_draw()) return 77;
    std::vector<std::string> pages;
    for (int i = 0; i < 30; ++i) pages.push_back(page_text(i));
    const Bytes pdf = fixture::pdf(pages);
    const Bytes docx = docx_of(30'000);
    const Bytes scan = fixture::png(page_text(1));
    const Bytes tiny = fixture::docx({.body = fixture::paragraph("x")});
    const auto reads = [&](const Bytes& bytes) { return [&] { return extract(bytes, pool).has_value(); }; };
    measure("start of a zygote (OCR model, fonts)", 7, 0, [] {
        return ExtractorPool().report().has_value();
    });
    measure("docx of one word (the child alone)", 50, tiny.size(), reads(tiny));
    measure("docx", 50, docx.size(), reads(docx));
    measure("pdf, 30 pages", 50, pdf.size(), reads(pdf));
    measure("one scanned page, 300 dpi, OCR", 9, scan.size(), reads(scan));
    measure("one pdf page drawn as PNG", 20, pdf.size(), [&] {
        return render_pages(pdf, 0, 1, pool).has_value();
    });
    return 0;
}

}  // namespace

}  // namespace neove::document

int main() {
    return neove::document::run();
}
