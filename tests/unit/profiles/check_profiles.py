#!/usr/bin/env python3
"""Checks the venue profiles as data: that each has the form of sdk/schema/profile.schema.json, that every number says
where it is from and when that was compared, that the numbers of a limit fit together, and that each answer's row can be
reached. Checks too that a limit has the same members, in the same words, in a profile and in a config.

Whether the library takes a profile is for the tests of config/ to say, whether a gateway that obeys one stays within
the venue's rule for those of tests/conformance.

Before the files are judged, the rules are tried on planted faults.
"""
import copy
import datetime
import json
import pathlib
import re
import sys

from json_schema import schema_faults

LIMITS_MAX = 16
WINDOW_LIMIT_MAX = 1_000_000
DAY_MS = 86_400_000
# Shape -> members it needs, members that it may have and other shapes not.
WINDOW = ({"window_ms"}, set())
SHAPES = {
    "token_bucket": ({"refill_amount", "refill_interval_ms"}, set()),
    "decaying_counter": ({"decay_amount", "decay_interval_ms"}, set()),
    "sliding_window": WINDOW,
    "first_message_window": WINDOW,
    "aligned_window": ({"window_ms"}, {"phase_ms", "first_fill_credit"}),
    "block_window": ({"window_blocks", "block_ms"}, {"guard_blocks"}),
    "in_flight": ({"window_ms"}, set()),
    "budget": ({"credit_amount", "credit_value"}, {"cancel_extra", "cancel_times", "trickle_interval_ms"}),
}
OF_SOME_SHAPES = {member for needed, allowed in SHAPES.values() for member in needed | allowed}
WITHOUT_GUARD = {"block_window", "in_flight"}
TIME_WINDOWS = {"sliding_window", "first_message_window", "aligned_window"}
RESERVED_FOR = {"cancel", "mass_cancel", "admin"}
# Members of a limit that only a profile has.
ABOUT_THE_RULE = {"operator", "rule", "throttle_type", "throttle_action", "hard_action", "source", "verified_on", "note",
                  "sources"}


def dearest(cost):
    """The most that one message of a kind can cost."""
    if isinstance(cost, int):
        return cost
    return (cost.get("message", 0) + cost.get("request", 0) + cost.get("step", {}).get("cost", 0) +
            cost.get("by_age", [{"cost": 0}])[0]["cost"])


def shape_faults(limit):
    needed, allowed = SHAPES[limit["shape"]]
    by_operator = set(limit.get("operator", []))
    faults = [f"{member} is missing" for member in sorted((needed | {"limit"}) - set(limit) - by_operator)]
    faults += [f"{member} says nothing about a {limit['shape']}"
               for member in sorted((OF_SOME_SHAPES - needed - allowed) & (set(limit) | by_operator))]
    faults += [f"{member} is given, but is the operator's to give" for member in sorted(by_operator & set(limit))]
    if "guard_us" in limit and limit["shape"] in WITHOUT_GUARD:
        faults.append(f"guard_us says nothing about a {limit['shape']}")
    return faults


def wall_faults(limit):
    faults = []
    if ("hard_limit" in limit) != ("hard_action" in limit):
        faults.append("hard_limit and hard_action go together")
    if "hard_limit" not in limit:
        return faults + (["hard_margin without a hard_limit"] if "hard_margin" in limit else [])
    if limit["hard_limit"] < limit.get("limit", 0):
        faults.append("hard_limit is below limit")
    # A wall is final: what the venue counts and we do not needs room before it.
    if not 1 <= limit.get("hard_margin", 0) < limit["hard_limit"]:
        faults.append("hard_margin leaves no message before the wall, or no room to send")
    return faults


def age_faults(kind, cost):
    ages = cost.get("by_age", []) if isinstance(cost, dict) else []
    return [f"cost of {kind}: by_age has to grow in below_ms and fall in cost" for young, old in zip(ages, ages[1:])
            if young["below_ms"] >= old["below_ms"] or young["cost"] <= old["cost"]]


def room_faults(limit):
    if "limit" not in limit:
        return []
    faults = []
    window_ms = limit.get("window_ms", 0)
    usable = limit["limit"] - limit.get("margin", 0)
    reserve = limit.get("order_reserve", {}).get("cap", limit.get("cancel_reserve", 0))
    wall = limit.get("hard_limit", sys.maxsize) - limit.get("hard_margin", 0)
    if limit["shape"] in TIME_WINDOWS | {"block_window"} and limit["limit"] > WINDOW_LIMIT_MAX:
        faults.append(f"limit is above {WINDOW_LIMIT_MAX}")
    if window_ms > DAY_MS:
        faults.append("window_ms is longer than a day")
    if limit.get("phase_ms", 0) >= max(window_ms, 1):
        faults.append("phase_ms is not within window_ms")
    if limit["shape"] in TIME_WINDOWS and 2 * limit.get("guard_us", 0) >= 1000 * window_ms > 0:
        faults.append("guard_us is half the window or more")
    if "order_reserve" in limit and ("cancel_reserve" in limit or limit["order_reserve"]["floor"] > reserve):
        faults.append("order_reserve has its floor above its cap, or stands beside a cancel_reserve")
    for kind, cost in limit["cost"].items():
        room = min(wall, usable if kind in RESERVED_FOR else usable - reserve)
        if dearest(cost) > room:
            faults.append(f"cost of {kind}: {dearest(cost)} does not fit into {room}")
    if not any(dearest(cost) for cost in limit["cost"].values()):
        faults.append("cost: nothing counts")
    return faults


def source_faults(limit):
    faults = []
    for member in sorted(limit.get("sources", {})):
        if member not in limit and member not in limit.get("operator", []):
            faults.append(f"sources: {member} is not given")
    if limit.get("operator") and "note" not in limit:
        faults.append("operator without a note that says who gives the numbers")
    return faults


def limit_faults(limit):
    faults = shape_faults(limit) + wall_faults(limit) + room_faults(limit) + source_faults(limit)
    for kind, cost in limit["cost"].items():
        faults += age_faults(kind, cost)
    return [f"limit {limit['name']}: {fault}" for fault in faults]


def covers(earlier, later):
    """Does every answer that the later row is about match the earlier one?"""
    if "text" in earlier and earlier["text"].lower() not in later.get("text", "").lower():
        return False
    return all(earlier[key] == later.get(key) for key in ("status", "code") if key in earlier)


def answer_faults(profile):
    names = {limit["name"] for limit in profile["limits"]}
    faults = []
    for index, row in enumerate(profile["answers"]):
        if not {"status", "code", "text"} & set(row):
            faults.append(f"answer {index} has no condition")
        if row.get("limit", min(names)) not in names:
            faults.append(f"answer {index} names {row['limit']}, which is no limit here")
        if row["means"] not in ("rate_limit", "ban") and "limit" in row:
            faults.append(f"answer {index} names a limit, but means {row['means']}")
        for earlier in range(index):
            if covers(profile["answers"][earlier], row):
                faults.append(f"answer {index} is never reached: answer {earlier} comes first")
    return faults


def days_of(profile):
    for limit in profile["limits"]:
        yield limit["verified_on"]
        yield from (member["verified_on"] for member in limit.get("sources", {}).values())


def is_day(text):
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def profile_faults(name, profile, schema):
    faults = schema_faults(profile, schema, schema)
    if faults:
        return faults  # the rest reads members that may not be there
    if profile["name"] != name:
        faults.append(f"it is called {profile['name']}")
    names = [limit["name"] for limit in profile["limits"]]
    if len(set(names)) != len(names) or len(names) > LIMITS_MAX:
        faults.append("two limits have one name, or there are too many")
    days = list(days_of(profile))
    faults += [f"{day} is no day of the calendar" for day in days if not is_day(day)]
    if profile["verified_on"] != min(days):
        faults.append(f"verified_on is not the oldest day inside, {min(days)}")
    for limit in profile["limits"]:
        faults += limit_faults(limit)
    return faults + answer_faults(profile)


def same_words_faults(profile_schema, config_schema):
    """A limit of a profile is that of a config, but for FIX tags at the end of a text, and no scope of the firm."""
    ours = profile_schema["definitions"]
    theirs = config_schema["definitions"]
    mine, config = ours["limit"]["properties"], theirs["limit"]["properties"]
    faults = [f"limit/{member}: only in one of the two schemas" for member in sorted(set(mine) - ABOUT_THE_RULE ^ set(config))]
    for member in sorted(set(mine) & set(config)):
        plain = copy.deepcopy(mine[member])
        if "description" in plain:
            plain["description"] = re.sub(r" FIX: [^.]+\.$", "", plain["description"])
        if member == "scope":
            plain["enum"] = ["firm"] + plain["enum"]
        if plain != config[member]:
            faults.append(f"limit/{member}: not as in the config's schema")
    return faults + [f"{name}: not as in the config's schema" for name in ("cost", "keeps") if ours[name] != theirs[name]]


def planted():
    """What is changed in a good profile -> a word of the fault that has to be found."""
    def without(key):
        return lambda profile: profile["limits"][0].pop(key)

    def limit(**members):
        return lambda profile: profile["limits"][0].update(members)

    def row(*rows):
        return lambda profile: profile["answers"].__setitem__(slice(None), list(rows))

    plain = {"status": 200, "means": "accepted", "source": "https://venue.example/errors"}
    cost = {"new": 1}
    return [
        (without("source"), "source is missing"), (without("verified_on"), "verified_on is missing"),
        (without("rule"), "rule is missing"), (limit(source="http://venue.example"), "source"),
        (limit(verified_on="2026-02-30"), "no day"), (limit(verified_on="yesterday"), "verified_on"),
        (limit(verified_on="2026-01-01"), "oldest"), (lambda profile: profile.update(name="other"), "called other"),
        (lambda profile: profile.update(colour="red"), "colour is not known"),
        (lambda profile: profile["limits"].append(profile["limits"][0]), "one name"),
        (limit(limit=0), "0 is not from"), (limit(limit=-5), "-5 is not from"), (limit(limit=True), "not of type"),
        (limit(limit="100"), "not of type"), (limit(limit=1_000_001), "above 1000000"), (without("limit"), "limit is missing"),
        (limit(window_ms=0), "0 is not from"), (limit(window_ms=2 * DAY_MS), "window_ms"),
        (without("window_ms"), "window_ms is missing"), (limit(block_ms=5), "block_ms says nothing"),
        (limit(shape="in_flight"), "guard_us says nothing"), (limit(shape="circle"), "circle"),
        (limit(scope="firm"), "firm"), (limit(throttle_type="rate"), "'rate'"), (limit(throttle_action="shout"), "shout"),
        (limit(hard_limit=200), "go together"), (limit(hard_action="ban"), "go together"),
        (limit(hard_limit=99, hard_action="ban", hard_margin=1), "below limit"),
        (limit(hard_limit=200, hard_action="ban"), "hard_margin"), (limit(hard_margin=1), "without a hard_limit"),
        (limit(hard_limit=200, hard_action="shout", hard_margin=1), "shout"),
        (limit(operator=["limit"]), "operator's to give"), (limit(operator=["size"]), "'size'"),
        (limit(operator=["margin"], note="Ask."), "operator's"), (limit(operator=["phase_ms"]), "phase_ms says nothing"),
        (limit(sources={"hard_limit": {"source": "https://a.example", "verified_on": "2026-11-20"}}), "not given"),
        (limit(sources={"limit": {"source": "https://a.example"}}), "verified_on is missing"),
        (limit(cost={"new": 0}), "nothing counts"), (limit(cost={"order": 1}), "order is not known"),
        (limit(cost={"new": 96}), "does not fit"), (limit(cancel_reserve=95), "does not fit"),
        (limit(order_reserve={"floor": 9, "cap": 8}), "floor"), (limit(guard_us=500_000), "half the window"),
        (limit(cost=cost | {"cancel": {"by_age": [{"below_ms": 9, "cost": 1}, {"below_ms": 9, "cost": 2}]}}), "by_age"),
        (row(plain | {"means": "sunny"}), "sunny"), (row({"means": "ban", "source": "https://a.example", "retry_after_ms": 5}), "condition"),
        (row(plain, plain), "never reached"), (row({"status": 200, "means": "ban"}), "source is missing"),
        (row(plain, plain | {"text": "slow down", "means": "rate_limit"}), "never reached"),
        (row(plain | {"means": "ban", "limit": "other"}), "no limit here"), (row(plain | {"limit": "orders"}), "means accepted"),
    ]


GOOD = {
    "version": 1, "name": "venue", "title": "A venue", "verified_on": "2026-11-20", "lane": "a session",
    "account": "an account", "timestamps": "SendingTime", "cancels": "they share the limit",
    "limits": [{
        "name": "orders", "shape": "sliding_window", "scope": "account", "limit": 100, "window_ms": 1000, "margin": 5,
        "guard_us": 5000, "cost": {"new": 1, "cancel": 95}, "rule": "100 in a second", "throttle_type": "inbound_rate",
        "throttle_action": "reject", "source": "https://venue.example/limits", "verified_on": "2026-11-20"}],
    "answers": [
        {"status": 429, "text": "slow", "means": "rate_limit", "limit": "orders", "source": "https://venue.example/errors"},
        {"status": 429, "means": "ban", "source": "https://venue.example/errors"}],
}


def canary_faults(profile_schema, config_schema):
    faults = [f"good profile is refused: {fault}" for fault in profile_faults("venue", GOOD, profile_schema)]
    for index, (plant, word) in enumerate(planted()):
        profile = copy.deepcopy(GOOD)
        plant(profile)
        found = profile_faults("venue", profile, profile_schema)
        if not any(word in fault for fault in found):
            faults.append(f"planted fault {index} was not noticed: {word}; found {found}")
    other = copy.deepcopy(config_schema)
    other["definitions"]["limit"]["properties"]["margin"]["minimum"] = 7
    if not same_words_faults(profile_schema, other):
        faults.append("planted fault was not noticed: a schema with other words")
    return faults


def main(sdk):
    profile_schema = json.loads((sdk / "schema/profile.schema.json").read_text(encoding="utf-8"))
    config_schema = json.loads((sdk / "schema/config.schema.json").read_text(encoding="utf-8"))
    faults = canary_faults(profile_schema, config_schema) + same_words_faults(profile_schema, config_schema)
    files = sorted((sdk / "profiles").glob("*.json"))
    table = (sdk / "profiles/README.md").read_text(encoding="utf-8")
    for file in files:
        profile = json.loads(file.read_text(encoding="utf-8"))
        faults += [f"{file.name}: {fault}" for fault in profile_faults(file.stem, profile, profile_schema)]
        if not re.search(rf"^\| `{file.stem}` \|.*\| {profile['verified_on']} \|$", table, re.MULTILINE):
            faults.append(f"{file.name}: the table of README.md does not have it with its verified_on")
    if not files:
        faults.append(f"no profile found in {sdk / 'profiles'}")
    for fault in faults:
        print(fault)
    print(f"{len(files)} profiles, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: check_profiles.py SDK_DIRECTORY")
    sys.exit(main(pathlib.Path(sys.argv[1])))
