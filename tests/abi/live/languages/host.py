#!/usr/bin/env python3
"""A gateway in Python that opens the plugin by ctypes: host.py PLUGIN.

The structs are written down here a second time, so this also shows that the contract has no need of a C compiler. Runs what
every host in this folder runs: two orders sent, a third held and released, the kill switch, a cancel that passes it, and the
end. Ends with exit code 1 and a line "not true: ..." when the plugin does something else.
"""
import ctypes
import sys
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p

OK, E_ARGUMENT, E_BUSY = 0, -1, -5
SEND, HELD, REFUSED = 1, 2, 4
NEW, CANCEL = 1, 3
WRITTEN, LANE_UP = 1, 10
KILLED = 4001
STOP_ABANDON = 1
SECOND_NS = 1_000_000_000
CONFIG = b"""{"version": 1, "venues": [{"name": "SIM", "limits": [{"name": "messages", "shape": "sliding_window",
    "scope": "venue", "limit": 2, "window_ms": 1000}]}]}"""


def struct(name, fields):
    """A struct of the contract; its first field, the size, is set in every new one."""
    members = [("struct_size", c_uint32), *((field, kind) for kind, names in fields for field in names.split())]
    made = type(name, (Structure,), {"_fields_": members})
    made.new = classmethod(lambda cls, **values: cls(struct_size=ctypes.sizeof(cls), **values))
    return made


Release = struct("Release", [(c_uint32, "action reason venue_id"),
                             (c_uint64, "ticket order_id grant folded_ticket other_ticket held_ns"), (c_void_p, "lane")])
OnRelease = CFUNCTYPE(c_int32, c_void_p, POINTER(Release))
OnWake = CFUNCTYPE(None, c_void_p, c_uint32, c_uint64)
OnLog = CFUNCTYPE(None, c_void_p, c_int32, c_char_p, c_size_t)
OnClock = CFUNCTYPE(c_uint64, c_void_p)
Host = struct("Host", [(c_uint32, "zero0"), (c_void_p, "context"), (OnRelease, "release"), (OnWake, "wake"), (OnLog, "log"),
                       (OnClock, "now_ns")])
Request = struct("Request", [(c_uint32, "kind"), (c_uint64, "ticket order_id deadline_ns"),
                             (c_int64, "price_e8 quantity_e8"),
                             (c_uint32, "account_id instrument_id owner_id side flags message_count")])
Verdict = struct("Verdict", [(c_uint32, "action reason limit_id"),
                             (c_uint64, "grant not_before_ns other_ticket superseded_ticket"),
                             (c_uint32, "request_class shadow_action")])
Event = struct("Event", [(c_uint32, "kind"), (c_uint64, "grant order_id time_ns retry_after_ns"),
                         (c_uint32, "message_kind message_count account_id instrument_id owner_id flags"),
                         (c_uint64, "venue_time_ns value"), (c_uint32, "limit_id venue_time_resolution_us")])
KillScope = struct("KillScope", [(c_uint32, "venue_id account_id instrument_id owner_id side")])


class Error(Structure):
    _fields_ = [("struct_size", c_uint32), ("status", c_int32), ("detail", c_uint32), ("message_length", c_uint32),
                ("message", ctypes.c_char * 240)]


ErrorPointer, Handle = POINTER(Error), c_void_p


def slot(result, *arguments):
    return CFUNCTYPE(result, *arguments)


Api = type("Api", (Structure,), {"_fields_": [
    ("struct_size", c_uint32), ("abi_minor", c_uint32), ("build_id", c_char_p),
    ("engine_create", slot(c_int32, POINTER(Host), c_char_p, c_size_t, POINTER(Handle), ErrorPointer)),
    ("engine_stop", slot(c_int32, Handle, c_uint32, ErrorPointer)),
    ("engine_destroy", slot(c_int32, Handle, ErrorPointer)),
    ("intern", slot(c_int32, Handle, c_uint32, c_char_p, c_size_t, POINTER(c_uint32), ErrorPointer)),
    ("lane_open", slot(c_int32, Handle, c_uint32, c_char_p, c_size_t, POINTER(Handle), ErrorPointer)),
    ("lane_close", slot(c_int32, Handle, ErrorPointer)),
    ("submit", slot(c_int32, Handle, POINTER(Request), c_uint64, POINTER(Verdict))),
    ("report", slot(c_int32, Handle, POINTER(Event), c_uint64)),
    ("poll", slot(c_int32, Handle, c_uint32, c_uint64, c_int32)),
    ("next_due_ns", slot(c_uint64, Handle, c_uint32)),
    ("extension", slot(c_void_p, Handle, c_char_p))]})
Kill = type("Kill", (Structure,), {"_fields_": [
    ("struct_size", c_uint32), ("zero0", c_uint32),
    ("engage", slot(c_int32, Handle, POINTER(KillScope), ErrorPointer))]})


def check(fact, what):
    if not fact:
        sys.exit(f"not true: {what}")


class Gateway:
    def __init__(self, path):
        library = ctypes.CDLL(path)
        table = POINTER(Api)()
        library.sluice_entry_v1.argtypes = [c_uint32, POINTER(POINTER(Api)), ErrorPointer]
        check(library.sluice_entry_v1(0, byref(table), None) == OK, "the entry gives a table")
        self.api, self.clock_ns, self.released = table.contents, 1000 * SECOND_NS, []
        # The struct keeps the callbacks alive: ctypes frees one that nobody holds, and the plugin would call into nothing.
        self.host = Host.new(release=OnRelease(self.on_release), wake=OnWake(lambda *_: None), log=OnLog(lambda *_: None),
                             now_ns=OnClock(lambda _: self.clock_ns))
        self.engine, self.lane, venue, error = Handle(), Handle(), c_uint32(), Error(struct_size=ctypes.sizeof(Error))
        status = self.api.engine_create(byref(self.host), CONFIG, len(CONFIG), byref(self.engine), byref(error))
        check(status == OK, f"engine_create gives an engine: {error.message.decode()}")
        check(self.api.intern(self.engine, 1, b"SIM", 3, byref(venue), None) == OK, "the venue has an id")
        check(self.api.lane_open(self.engine, venue, b"lane", 4, byref(self.lane), None) == OK, "the lane opens")
        check(self.report(LANE_UP) == OK, "the lane is up")

    def on_release(self, _, release):
        self.released.append((release.contents.action, release.contents.ticket))
        return self.report(WRITTEN, release.contents.grant)

    def report(self, kind, grant=0):
        return self.api.report(self.lane, byref(Event.new(kind=kind, grant=grant)), self.clock_ns)

    def submit(self, kind, ticket, order_id):
        verdict = Verdict.new()
        request = Request.new(kind=kind, ticket=ticket, order_id=order_id)
        status = self.api.submit(self.lane, byref(request), self.clock_ns, byref(verdict))
        if status == OK and verdict.action == SEND:
            check(self.report(WRITTEN, verdict.grant) == OK, "a grant is settled")
        return status, verdict.action, verdict.reason

    def advance(self, span_ns):
        self.clock_ns += span_ns
        return self.api.poll(self.engine, 0, self.clock_ns, 100)


def main(path):
    gateway = Gateway(path)
    check(gateway.submit(NEW, 1, 1)[:2] == (OK, SEND), "the first order is sent")
    check(gateway.submit(NEW, 2, 2)[:2] == (OK, SEND), "the second order is sent")
    check(gateway.submit(NEW, 3, 3)[:2] == (OK, HELD), "the third order is held")
    check(gateway.advance(SECOND_NS + 1) == 1 and gateway.released == [(1, 3)], "the third order is released")
    kill = ctypes.cast(gateway.api.extension(gateway.engine, b"sluice.kill/1"), POINTER(Kill)).contents
    check(kill.engage(gateway.engine, byref(KillScope.new()), None) == OK, "the kill switch engages")
    check(gateway.submit(NEW, 4, 4) == (OK, REFUSED, KILLED), "an order is killed")
    check(gateway.submit(CANCEL, 5, 1)[:2] == (OK, SEND), "a cancel passes")
    while gateway.api.engine_stop(gateway.engine, STOP_ABANDON, None) == E_BUSY:
        gateway.advance(SECOND_NS)
    check(gateway.api.engine_destroy(gateway.engine, None) == OK, "the engine is destroyed")
    check(gateway.submit(NEW, 6, 6)[0] == E_ARGUMENT, "a lane of a destroyed engine is refused")
    print(f"Python {sys.version.split()[0]}, plugin {gateway.api.build_id.decode()}: as promised")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: host.py PLUGIN")
    main(sys.argv[1])
