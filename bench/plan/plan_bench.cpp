/// \file
/// How fast plans are read: one of the founding plans where it is at hand, otherwise a made-up one of the
/// same size.

#include "plan/read_plan.h"
#include "plan_pack/pack.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace {

std::string sample() {
    const char* shared = std::getenv("NEOVE_SHARED");
    std::ifstream file(std::string(shared ? shared : "../shared") + "/plans/s2_dong_thap_2026_2030.txt");
    std::stringstream text;
    text << file.rdbuf();
    if (!text.str().empty()) return text.str();
    std::string made = "KẾ HOẠCH\nLàm sạch các tuyến sông năm 2031\nI. NHIỆM VỤ\n";
    for (int i = 1; made.size() < 34'000; ++i) {
        made += std::to_string(i) +
                ". Tổ chức khảo sát, nạo vét các tuyến sông, kênh, rạch trên địa bàn; tuyên truyền, vận động "
                "\nNhân dân giữ gìn vệ sinh.\n"
                "- Cơ quan chủ trì: Sở Xây dựng; Công an tỉnh.\n- Cơ quan phối hợp: các sở, ngành liên quan; "
                "Ủy ban nhân dân \n"
                "các xã, phường.\n- Thời gian thực hiện: Quý II/2031.\n";
    }
    return made;
}

void read_one_plan(benchmark::State& state) {
    const std::string text = sample();
    const auto& gazetteer = neove::plan_pack::built_in_gazetteer();
    for (auto _ : state) benchmark::DoNotOptimize(neove::plan::read_plan(text, gazetteer));
    state.SetBytesProcessed(
        static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(text.size())
    );
}
BENCHMARK(read_one_plan)->Unit(benchmark::kMillisecond);

void read_thousand_plans(benchmark::State& state) {
    const std::string text = sample();
    const auto& gazetteer = neove::plan_pack::built_in_gazetteer();
    for (auto _ : state) {
        for (int i = 0; i < 1000; ++i) benchmark::DoNotOptimize(neove::plan::read_plan(text, gazetteer));
    }
}
BENCHMARK(read_thousand_plans)->Unit(benchmark::kSecond)->Iterations(1);

void load_pack(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(neove::plan_pack::read_pack(neove::plan_pack::built_in_files()));
}
BENCHMARK(load_pack)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
