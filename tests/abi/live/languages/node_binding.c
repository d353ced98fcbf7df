/* bridge.h for host.js, by Node-API, which is C and the same in every version of Node. A release calls a function of
 * JavaScript, on the thread that polls. */
#define NAPI_VERSION 8
#include <node_api.h>
#include <stddef.h>

#include "bridge.h"

static napi_env environment;
static napi_ref on_release_reference;

static napi_value number(double value) {
    napi_value made = NULL;
    napi_create_double(environment, value, &made);
    return made;
}

/* Argument `index` of the call as a number; 0 when it is none. */
static double argument(napi_callback_info call, size_t index) {
    napi_value arguments[3] = {NULL, NULL, NULL};
    size_t count = 3;
    double value = 0;
    napi_get_cb_info(environment, call, &count, arguments, NULL, NULL);
    if (index < count) napi_get_value_double(environment, arguments[index], &value);
    return value;
}

static int32_t on_release(uint32_t action, uint64_t ticket, uint64_t grant) {
    napi_value function = NULL, receiver = NULL, result = NULL;
    napi_value values[3];
    int32_t status = -1;
    values[0] = number(action);
    values[1] = number((double)ticket);
    values[2] = NULL;
    napi_create_bigint_uint64(environment, grant, &values[2]);
    napi_get_reference_value(environment, on_release_reference, &function);
    napi_get_undefined(environment, &receiver);
    if (napi_call_function(environment, receiver, function, 3, values, &result) == napi_ok) {
        napi_get_value_int32(environment, result, &status);
    }
    return status;
}

/* open(plugin, config, onRelease): undefined, or what went wrong. */
static napi_value open_plugin(napi_env env, napi_callback_info call) {
    napi_value arguments[3];
    size_t count = 3, length = 0;
    char plugin_path[4096], config[4096];
    const char *fault;
    napi_value result = NULL;
    environment = env;
    napi_get_cb_info(env, call, &count, arguments, NULL, NULL);
    napi_get_value_string_utf8(env, arguments[0], plugin_path, sizeof(plugin_path), &length);
    napi_get_value_string_utf8(env, arguments[1], config, sizeof(config), &length);
    napi_create_reference(env, arguments[2], 1, &on_release_reference);
    fault = bridge_open(plugin_path, config, on_release);
    if (fault == NULL) {
        napi_get_undefined(env, &result);
    } else {
        napi_create_string_utf8(env, fault, NAPI_AUTO_LENGTH, &result);
    }
    return result;
}

/* submit(kind, ticket, orderId): [status, action, reason, grant] */
static napi_value submit(napi_env env, napi_callback_info call) {
    const bridge_answer answer =
        bridge_submit((uint32_t)argument(call, 0), (uint64_t)argument(call, 1), (uint64_t)argument(call, 2));
    napi_value result = NULL, grant = NULL;
    napi_create_array_with_length(env, 4, &result);
    napi_set_element(env, result, 0, number(answer.status));
    napi_set_element(env, result, 1, number(answer.action));
    napi_set_element(env, result, 2, number(answer.reason));
    napi_create_bigint_uint64(env, answer.grant, &grant);
    napi_set_element(env, result, 3, grant);
    return result;
}

/* report(kind, grant): grants are all 64 bits wide, so they are BigInt on the way there and back. */
static napi_value report(napi_env env, napi_callback_info call) {
    napi_value arguments[2];
    size_t count = 2;
    uint64_t grant = 0;
    bool is_whole = false;
    napi_get_cb_info(env, call, &count, arguments, NULL, NULL);
    napi_get_value_bigint_uint64(env, arguments[1], &grant, &is_whole);
    return number(bridge_report((uint32_t)argument(call, 0), grant));
}

static napi_value poll(napi_env env, napi_callback_info call) {
    (void)env;
    return number(bridge_poll((uint64_t)argument(call, 0)));
}

static napi_value engage_kill(napi_env env, napi_callback_info call) {
    (void)env, (void)call;
    return number(bridge_engage_kill());
}

static napi_value stop(napi_env env, napi_callback_info call) {
    (void)env, (void)call;
    return number(bridge_stop());
}

static napi_value destroy(napi_env env, napi_callback_info call) {
    (void)env, (void)call;
    return number(bridge_destroy());
}

NAPI_MODULE_INIT() {
    static const struct {
        const char *name;
        napi_callback function;
    } functions[] = {{"open", open_plugin}, {"submit", submit}, {"report", report}, {"poll", poll},
        {"engageKill", engage_kill}, {"stop", stop}, {"destroy", destroy}};
    size_t index;
    for (index = 0; index < sizeof(functions) / sizeof(functions[0]); ++index) {
        napi_value function = NULL;
        napi_create_function(env, functions[index].name, NAPI_AUTO_LENGTH, functions[index].function, NULL, &function);
        napi_set_named_property(env, exports, functions[index].name, function);
    }
    return exports;
}
