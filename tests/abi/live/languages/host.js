// A gateway in JavaScript that reaches the plugin by a Node-API addon: node --expose-gc host.js BINDING PLUGIN. Runs what
// every host in this folder runs, and a garbage collection in the middle of it.
'use strict';

const NEW = 1, CANCEL = 3, SEND = 1, HELD = 2, REFUSED = 4, WRITTEN = 1, KILLED = 4001;
const OK = 0, E_ARGUMENT = -1, E_BUSY = -5;
const SECOND_NS = 1e9;
const CONFIG = JSON.stringify({
    version: 1,
    venues: [{
        name: 'SIM',
        limits: [{name: 'messages', shape: 'sliding_window', scope: 'venue', limit: 2, window_ms: 1000}],
    }],
});

const [bindingPath, pluginPath] = process.argv.slice(2);
const plugin = require(bindingPath);
const released = [];

function check(fact, what) {
    if (fact) return;
    console.error('not true: ' + what);
    process.exit(1);
}

function offer(kind, ticket, orderId) {
    const [status, action, reason, grant] = plugin.submit(kind, ticket, orderId);
    if (status === OK && action === SEND) check(plugin.report(WRITTEN, grant) === OK, 'a grant is settled');
    return {status, action, reason};
}

const fault = plugin.open(pluginPath, CONFIG, (action, ticket, grant) => {
    released.push(ticket);
    return action === SEND ? plugin.report(WRITTEN, grant) : OK;
});
check(fault === undefined, 'the plugin opens: ' + fault);
check(offer(NEW, 1, 1).action === SEND, 'the first order is sent');
check(offer(NEW, 2, 2).action === SEND, 'the second order is sent');
check(offer(NEW, 3, 3).action === HELD, 'the third order is held');
global.gc();
check(plugin.poll(SECOND_NS + 1) === 1 && released.join() === '3', 'the third order is released');
check(plugin.engageKill() === OK, 'the kill switch engages');
const killed = offer(NEW, 4, 4);
check(killed.action === REFUSED && killed.reason === KILLED, 'an order is killed');
check(offer(CANCEL, 5, 1).action === SEND, 'a cancel passes');
while (plugin.stop() === E_BUSY) plugin.poll(SECOND_NS);
check(plugin.destroy() === OK, 'the engine is destroyed');
check(offer(NEW, 6, 6).status === E_ARGUMENT, 'a lane of a destroyed engine is refused');
console.log('Node ' + process.version + ': as promised');
