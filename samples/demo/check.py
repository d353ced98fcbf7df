"""What the demo claims, checked against what it measured."""


def claims_for(document):
    """Yields (claim, whether it holds, what was measured)."""
    scenario, modes = document["scenario"], document["modes"]
    sluice, fifo, none = (modes.get(mode) for mode in ("sluice", "fifo", "none"))
    if sluice:
        for field in ("lost", "duplicated", "contradicted", "not_sent", "venue_rate_rejects", "venue_logouts"):
            yield f"sluice: {field} is 0", sluice[field] == 0, sluice[field]
        # A simulator that stood still reads in one lump what came apart; it says which windows that disturbed.
        peak = sluice["window_peak_undisturbed" if sluice["venue_stalls"] else "window_peak"]
        yield "sluice: window_peak is at most the limit", peak <= sluice["limit"], peak
        use = sluice["limit_used_while_demand_exceeded_it"]
        if use is not None:
            yield "sluice: at least 95 % of limit less unspent reserve is used under demand", use >= 0.95, use
    if none and none["window_peak"] > none["limit"]:
        yield "none: the venue rejects", none["venue_rate_rejects"] > 0, none["venue_rate_rejects"]
    if sluice and scenario["overload"] >= 10:
        two_slots_ms = 2 * scenario["window_ms"] / scenario["limit"]
        allowed_ms = max(50, two_slots_ms)
        p99_ms = sluice["cancel_delay_ms"]["p99"]
        yield f"sluice: 99 of 100 cancels work within {allowed_ms:g} ms", p99_ms <= allowed_ms, p99_ms
        if fifo:
            fifo_ms = fifo["cancel_delay_ms"]["p99"]
            yield f"fifo: 99 of 100 cancels take {20 * allowed_ms:g} ms at least", fifo_ms >= 20 * allowed_ms, fifo_ms


def failures(document):
    return [f"{claim} (measured: {measured})" for claim, holds, measured in claims_for(document) if not holds]
