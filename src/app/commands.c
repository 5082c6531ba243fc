/* commands.c - the list of commands, in the order in which help shows them. */
#include "app/cli.h"

/* clang-format off */
const struct command *const commands[] = {
    &command_init,
    &command_import,
    &command_report,
    &command_balances,
    &command_print,
    &command_history,
    &command_receipt,
    &command_check_receipt,
    &command_verify,
    &command_clock,
    &command_rebuild,
    &command_log,
    &command_checkpoint,
    &command_key,
    &command_tiles,
    &command_backup,
    &command_restore,
    &command_drill,
    &command_nightly,
    &command_erasures,
    &command_simulate,
    &command_settings,
    &command_doctor,
    &command_upgrade,
    &command_serve,
    &command_api,
    &command_access,
    NULL,
};
/* clang-format on */
