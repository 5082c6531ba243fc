/* command_settings.c - settings: what is in force and where it comes from. */
#include <unistd.h>

#include "app/cli.h"

static enum exit_code settings_run(struct cli *cli)
{
    struct settings settings;
    if (cli_option(cli, "--page") != NULL) {
        settings_page_print(stdout);
        return EXIT_DONE;
    }
    if (cli_option(cli, "--template") != NULL) {
        settings_template_print(stdout);
        return EXIT_DONE;
    }
    enum exit_code code = cli_settings(cli, &settings);
    if (code == EXIT_DONE) {
        settings_values_print(&settings, stdout);
    }
    settings_free(&settings);
    return code;
}

const struct command command_settings = {
    .name = "settings",
    .words = "",
    .zh = "显示各项设置的值和来处",
    .en = "shows each setting, its value and where that comes from",
    .run = settings_run,
    .takes_settings = true,
    .options = {{"--page", NULL, "打印 docs/settings.md", "prints docs/settings.md"},
                {"--template", NULL, "打印一份全是注释的设置文件",
                 "prints a file of settings to start from"}},
};
