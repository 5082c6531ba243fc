/* command_serve.c - serve: the folder over HTTP, until it is told to stop. api: what it answers. */
#include <signal.h>
#include <stdlib.h>

#include "app/cli.h"
#include "app/manager.h"
#include "app/serve.h"

static struct service *volatile running; /* for the signal handler alone */

static void stop_on_signal(int number)
{
    (void)number;
    if (running != NULL) {
        service_stop(running);
    }
}

static void signals_take(void)
{
    struct sigaction stop = {.sa_handler = stop_on_signal};
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGTERM, &stop, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
}

static struct status run(const struct settings *settings, struct problem *problem)
{
    struct serve *serve = NULL;
    TRY(serve_open(settings, &serve, problem));
    running = serve_service(serve);
    signals_take();
    SAYF(stdout, "三宝已启动，端口 %u。按 Ctrl-C 停止。\n",
         "Sanbao is up on port %u. Ctrl-C stops it.\n", (unsigned)service_port(running));
    if (serve_setup_code(serve)[0] != '\0') {
        SAYF(stdout, "还没有村。首次设置的安装码：%s\n",
             "There is no village yet. Setup code of the first run: %s\n", serve_setup_code(serve));
    }
    fflush(stdout);
    manager_tell("READY=1");
    struct status status = service_run(running);
    running = NULL;
    manager_tell("STOPPING=1");
    struct status closed = serve_close(&serve);
    return status_ok(status) ? closed : status;
}

static enum exit_code serve_run(struct cli *cli)
{
    struct problem problem = problem_none();
    struct settings settings;
    enum exit_code code = cli_settings(cli, &settings);
    if (code == EXIT_DONE) {
        struct status status = run(&settings, &problem);
        code = status_ok(status) ? EXIT_DONE : cli_failed(status, &problem);
    }
    settings_free(&settings);
    return code;
}

const struct command command_serve = {
    .name = "serve",
    .words = "",
    .zh = "启动服务",
    .en = "serves the folder over HTTP",
    .run = serve_run,
    .takes_settings = true,
};

static enum exit_code api_run(struct cli *cli)
{
    char *text = NULL;
    (void)cli;
    struct status status = openapi_yaml(serve_routes, &text);
    if (!status_ok(status)) {
        return cli_failed(status, NULL);
    }
    fputs(text, stdout);
    free(text);
    return EXIT_DONE;
}

const struct command command_api = {
    .name = "api",
    .words = "",
    .zh = "打印接口说明（OpenAPI 3.1）",
    .en = "prints the description of the service (OpenAPI 3.1)",
    .run = api_run,
};
