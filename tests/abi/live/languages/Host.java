// A gateway in Java that reaches the plugin by JNI: java Host BINDING PLUGIN. Runs what every host in this folder runs, and
// a garbage collection in the middle of it.
import java.util.ArrayList;
import java.util.List;

final class Host {
    static final int NEW = 1, CANCEL = 3, SEND = 1, HELD = 2, REFUSED = 4, WRITTEN = 1, KILLED = 4001;
    static final int OK = 0, E_ARGUMENT = -1, E_BUSY = -5;
    static final long SECOND_NS = 1_000_000_000L;
    static final String CONFIG = "{\"version\": 1, \"venues\": [{\"name\": \"SIM\", \"limits\": [{\"name\": \"messages\", "
            + "\"shape\": \"sliding_window\", \"scope\": \"venue\", \"limit\": 2, \"window_ms\": 1000}]}]}";

    static final List<Long> released = new ArrayList<>();

    // Null, or what went wrong.
    static native String open(String plugin, String config);
    // {status, action, reason, grant}
    static native long[] submit(int kind, long ticket, long orderId);
    static native int report(int kind, long grant);
    static native int poll(long spanNs);
    static native int engageKill();
    static native int stop();
    static native int destroy();

    // Called by the plugin, inside poll().
    static int onRelease(int action, long ticket, long grant) {
        released.add(ticket);
        return action == SEND ? report(WRITTEN, grant) : OK;
    }

    static void check(boolean fact, String what) {
        if (fact) return;
        System.err.println("not true: " + what);
        System.exit(1);
    }

    static long[] offer(int kind, long ticket, long orderId) {
        long[] answer = submit(kind, ticket, orderId);
        if (answer[0] == OK && answer[1] == SEND) check(report(WRITTEN, answer[3]) == OK, "a grant is settled");
        return answer;
    }

    public static void main(String[] arguments) {
        System.load(arguments[0]);
        String fault = open(arguments[1], CONFIG);
        check(fault == null, "the plugin opens: " + fault);
        check(offer(NEW, 1, 1)[1] == SEND, "the first order is sent");
        check(offer(NEW, 2, 2)[1] == SEND, "the second order is sent");
        check(offer(NEW, 3, 3)[1] == HELD, "the third order is held");
        System.gc();
        check(poll(SECOND_NS + 1) == 1 && released.equals(List.of(3L)), "the third order is released");
        check(engageKill() == OK, "the kill switch engages");
        long[] killed = offer(NEW, 4, 4);
        check(killed[1] == REFUSED && killed[2] == KILLED, "an order is killed");
        check(offer(CANCEL, 5, 1)[1] == SEND, "a cancel passes");
        while (stop() == E_BUSY) poll(SECOND_NS);
        check(destroy() == OK, "the engine is destroyed");
        check(offer(NEW, 6, 6)[0] == E_ARGUMENT, "a lane of a destroyed engine is refused");
        System.out.println("Java " + System.getProperty("java.version") + ": as promised");
    }
}
