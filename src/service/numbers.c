/* numbers.c - what the service counts of itself, as Prometheus reads it (text exposition format
 * 0.0.4). No label carries a person, a village's size or an address. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "service/service_internal.h"

/* Upper bounds in microseconds, each four times the one before. */
static const uint64_t steps_us[LATENCY_STEPS] = {
    50,    200,   500,    1000,   2500,    5000,    10000,
    25000, 50000, 100000, 250000, 1000000, 4000000, UINT64_MAX,
};

void numbers__request(struct service *service, int status, int64_t us)
{
    struct counters *counters = &service->counters;
    counters->requests++;
    counters->by_class[status >= 100 && status < 600 ? status / 100 : 0]++;
    counters->latency_us_sum += (uint64_t)us;
    for (size_t i = 0; i < LATENCY_STEPS; i++) {
        if ((uint64_t)us <= steps_us[i]) {
            counters->latency[i]++;
            break;
        }
    }
}

static long resident_pages(void)
{
    long size = 0;
    long resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file != NULL) {
        if (fscanf(file, "%ld %ld", &size, &resident) != 2) {
            resident = 0;
        }
        fclose(file);
    }
    return resident;
}

static void head_print(FILE *out, const char *name, const char *kind, const char *help)
{
    fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind);
}

static void latency_print(FILE *out, const struct counters *counters)
{
    static const char name[] = "sanbao_request_seconds";
    uint64_t sum = 0;
    head_print(out, name, "histogram",
               "从请求头到答完的时间 / Time from a request's head to the end of its answer");
    for (size_t i = 0; i < LATENCY_STEPS; i++) {
        sum += counters->latency[i];
        if (i + 1 < LATENCY_STEPS) {
            fprintf(out, "sanbao_request_seconds_bucket{le=\"%llu.%06llu\"} %llu\n",
                    (unsigned long long)steps_us[i] / 1000000,
                    (unsigned long long)steps_us[i] % 1000000, (unsigned long long)sum);
        }
    }
    fprintf(out, "sanbao_request_seconds_bucket{le=\"+Inf\"} %llu\n", (unsigned long long)sum);
    fprintf(out, "%s_sum %llu.%06llu\n", name,
            (unsigned long long)counters->latency_us_sum / 1000000,
            (unsigned long long)counters->latency_us_sum % 1000000);
    fprintf(out, "%s_count %llu\n", name, (unsigned long long)sum);
}

static void number_print(FILE *out, const char *name, const char *kind, const char *help,
                         uint64_t value)
{
    head_print(out, name, kind, help);
    fprintf(out, "%s %llu\n", name, (unsigned long long)value);
}

static void all_print(FILE *out, const struct service *service)
{
    const struct counters *counters = &service->counters;
    head_print(out, "sanbao_requests_total", "counter",
               "已答复的请求，按状态分 / Requests answered, by class of status");
    for (int i = 1; i < 6; i++) {
        fprintf(out, "sanbao_requests_total{class=\"%dxx\"} %llu\n", i,
                (unsigned long long)counters->by_class[i]);
    }
    latency_print(out, counters);
    number_print(out, "sanbao_records", "gauge", "账本里的记录数 / Records that the books show",
                 atomic_load(&service->committed));
    number_print(out, "sanbao_desk_waiting", "gauge",
                 "等待写入的事 / Jobs that wait for the writer", desk_waiting(service->desk));
    number_print(out, "sanbao_connections", "gauge", "打开的连接 / Open connections",
                 http_connections(service->http));
    number_print(out, "sanbao_streams", "gauge", "打开的事件流 / Open event streams",
                 service->listener_count);
    number_print(out, "sanbao_resident_bytes", "gauge", "占用的内存 / Memory of the process",
                 (uint64_t)resident_pages() * (uint64_t)sysconf(_SC_PAGESIZE));
}

char *numbers__text(const struct service *service, size_t *length)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    if (out == NULL) {
        return NULL;
    }
    all_print(out, service);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    return text;
}
