#include <stdlib.h>

#include "host_runs.h"

static void read_metrics(gateway *self) {
    const sluice_ext_metrics *metrics = (const sluice_ext_metrics *)gateway_extension(self, SLUICE_EXT_METRICS);
    size_t length = 0, written = 0;
    uint64_t value_ns = 1, count = 1;
    char *text;
    CHECK(metrics->struct_size >= offsetof(sluice_ext_metrics, port) + sizeof(metrics->port));
    CHECK(metrics->write_text(self->engine, NULL, 0, &length, NULL) == SLUICE_E_BUSY && length > 0);
    text = (char *)malloc(length + GUARD_BYTES);
    CHECK(text != NULL);
    memset(text, GUARD_BYTE, length + GUARD_BYTES);
    CHECK(metrics->write_text(self->engine, text, length, &written, NULL) == SLUICE_OK && written == length);
    CHECK(memchr(text, GUARD_BYTE, length) == NULL);
    CHECK(is_untouched((const unsigned char *)text + length, GUARD_BYTES));
    free(text);
    CHECK(metrics->percentile(self->engine, self->venue_id, SLUICE_HISTOGRAM_WAIT, SLUICE_CLASS_NORMAL, 500000,
              &value_ns, &count) == SLUICE_OK);
    CHECK(value_ns == 0 && count == 0);
    CHECK(metrics->port(self->engine) == 0);
}

static void read_reasons(gateway *self) {
    const sluice_ext_reasons *reasons = (const sluice_ext_reasons *)gateway_extension(self, SLUICE_EXT_REASONS);
    CHECK(reasons->struct_size >= offsetof(sluice_ext_reasons, sentence) + sizeof(reasons->sentence));
    CHECK(strcmp(reasons->name(SLUICE_REASON_QUEUE_FULL), "queue_full") == 0);
    CHECK(strcmp(reasons->name(123456), "unknown") == 0);
    CHECK(strlen(reasons->sentence(SLUICE_REASON_QUEUE_FULL)) > 0);
}

static void classify_answers(gateway *self) {
    GUARDED(sluice_answer) answer = {SLUICE_ANSWER_INIT, {0}};
    GUARDED(sluice_answer_class) known = {SLUICE_ANSWER_CLASS_INIT, {0}};
    const sluice_ext_answers *answers = (const sluice_ext_answers *)gateway_extension(self, SLUICE_EXT_ANSWERS);
    const char *body = "{\"msg\": \"too many requests\"}";
    CHECK(answers->struct_size >= offsetof(sluice_ext_answers, classify) + sizeof(answers->classify));
    SET_GUARD(answer);
    SET_GUARD(known);
    answer.value.http_status = 429;
    answer.value.body = body;
    answer.value.body_length = strlen(body);
    answer.value.retry_after = "3";
    answer.value.retry_after_length = 1;
    CHECK(answers->classify(self->engine, self->venue_id, &answer.value, &known.value) == SLUICE_OK);
    CHECK(known.value.means == SLUICE_ANSWER_RATE_LIMIT && known.value.event_kind == SLUICE_EVENT_RATE_REJECTED);
    CHECK(known.value.retry_after_ns == 3u * (uint64_t)SECOND_NS && known.value.row == 0);
    CHECK(known.value.flags == SLUICE_ANSWER_FLAG_BUILT_IN);
    CHECK(answers->classify(self->engine, 99, &answer.value, &known.value) == SLUICE_E_UNKNOWN);
    CHECK(known.value.means == SLUICE_ANSWER_UNKNOWN && known.value.event_kind == SLUICE_EVENT_LOST);
    CHECK_GUARD(answer);
    CHECK_GUARD(known);
}

void run_readings(gateway *self) {
    gateway_start(self, GATEWAY_CONFIG);
    read_metrics(self);
    read_reasons(self);
    classify_answers(self);
    gateway_stop(self);
}
