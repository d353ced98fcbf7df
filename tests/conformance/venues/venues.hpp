// The judges, one for each profile, by family. `variant` picks the reading that the venue follows in this run where its
// text allows several; all numbers are the venue's published ones, written down here a second time. Where a venue
// publishes none, the number is the one that the kit's scenario gives to both sides (see scenarios.cpp).
#pragma once

#include <cstdint>
#include <memory>

#include "../judge.hpp"

namespace conformance {

std::unique_ptr<Judge> judge_binance_spot(uint32_t variant);
std::unique_ptr<Judge> judge_binance_spot_fix(uint32_t variant);
std::unique_ptr<Judge> judge_binance_usdm(uint32_t variant);
std::unique_ptr<Judge> judge_coinbase_rest(uint32_t variant);
std::unique_ptr<Judge> judge_coinbase_fix(uint32_t variant);
std::unique_ptr<Judge> judge_kraken_starter(uint32_t variant);
std::unique_ptr<Judge> judge_kraken_intermediate(uint32_t variant);
std::unique_ptr<Judge> judge_kraken_pro(uint32_t variant);
std::unique_ptr<Judge> judge_cme_ilink(uint32_t variant);
std::unique_ptr<Judge> judge_hyperliquid(uint32_t variant);
std::unique_ptr<Judge> judge_dydx_short_term(uint32_t variant);
std::unique_ptr<Judge> judge_dydx_stateful(uint32_t variant);
std::unique_ptr<Judge> judge_bitmex(uint32_t variant);
std::unique_ptr<Judge> judge_bybit(uint32_t variant);
std::unique_ptr<Judge> judge_deribit(uint32_t variant);
std::unique_ptr<Judge> judge_deribit_tier_1(uint32_t variant);
std::unique_ptr<Judge> judge_deribit_tier_2(uint32_t variant);
std::unique_ptr<Judge> judge_deribit_tier_3(uint32_t variant);
std::unique_ptr<Judge> judge_okx(uint32_t variant);
std::unique_ptr<Judge> judge_eurex_eti(uint32_t variant);
std::unique_ptr<Judge> judge_hkex_ocg_c(uint32_t variant);
std::unique_ptr<Judge> judge_euronext_optiq(uint32_t variant);
std::unique_ptr<Judge> judge_interactive_brokers(uint32_t variant);
std::unique_ptr<Judge> judge_revolut_x(uint32_t variant);
std::unique_ptr<Judge> judge_thalex(uint32_t variant);

}  // namespace conformance
