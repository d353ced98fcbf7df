/* bridge.h for Host.java, by JNI. A release is an upcall into Java, on the thread that polls. */
#include <jni.h>

#include "bridge.h"

static JavaVM *machine;
static jclass host_class;
static jmethodID on_release_method;

static int32_t on_release(uint32_t action, uint64_t ticket, uint64_t grant) {
    JNIEnv *environment = NULL;
    if ((*machine)->GetEnv(machine, (void **)&environment, JNI_VERSION_1_8) != JNI_OK) return -1;
    return (*environment)
        ->CallStaticIntMethod(environment, host_class, on_release_method, (jint)action, (jlong)ticket, (jlong)grant);
}

JNIEXPORT jstring JNICALL Java_Host_open(JNIEnv *environment, jclass host, jstring plugin, jstring config) {
    const char *plugin_path = (*environment)->GetStringUTFChars(environment, plugin, NULL);
    const char *config_text = (*environment)->GetStringUTFChars(environment, config, NULL);
    const char *fault;
    (*environment)->GetJavaVM(environment, &machine);
    host_class = (jclass)(*environment)->NewGlobalRef(environment, host);
    on_release_method = (*environment)->GetStaticMethodID(environment, host, "onRelease", "(IJJ)I");
    fault = bridge_open(plugin_path, config_text, on_release);
    (*environment)->ReleaseStringUTFChars(environment, plugin, plugin_path);
    (*environment)->ReleaseStringUTFChars(environment, config, config_text);
    return fault == NULL ? NULL : (*environment)->NewStringUTF(environment, fault);
}

/* {status, action, reason, grant} */
JNIEXPORT jlongArray JNICALL Java_Host_submit(
    JNIEnv *environment, jclass host, jint kind, jlong ticket, jlong order_id) {
    const bridge_answer answer = bridge_submit((uint32_t)kind, (uint64_t)ticket, (uint64_t)order_id);
    const jlong values[4] = {answer.status, answer.action, answer.reason, (jlong)answer.grant};
    jlongArray array = (*environment)->NewLongArray(environment, 4);
    (void)host;
    if (array != NULL) (*environment)->SetLongArrayRegion(environment, array, 0, 4, values);
    return array;
}

JNIEXPORT jint JNICALL Java_Host_report(JNIEnv *environment, jclass host, jint kind, jlong grant) {
    (void)environment, (void)host;
    return bridge_report((uint32_t)kind, (uint64_t)grant);
}

JNIEXPORT jint JNICALL Java_Host_poll(JNIEnv *environment, jclass host, jlong span_ns) {
    (void)environment, (void)host;
    return bridge_poll((uint64_t)span_ns);
}

JNIEXPORT jint JNICALL Java_Host_engageKill(JNIEnv *environment, jclass host) {
    (void)environment, (void)host;
    return bridge_engage_kill();
}

JNIEXPORT jint JNICALL Java_Host_stop(JNIEnv *environment, jclass host) {
    (void)environment, (void)host;
    return bridge_stop();
}

JNIEXPORT jint JNICALL Java_Host_destroy(JNIEnv *environment, jclass host) {
    (void)environment, (void)host;
    return bridge_destroy();
}
