/* manager.h - tells the service manager how the program is, as sd_notify(3) describes: a datagram
 * to the socket that NOTIFY_SOCKET names. */
#pragma once

/* "READY=1", "STOPPING=1", "STATUS=..."; without a socket, or where it cannot be reached, nothing
 * happens: nobody asked. */
void manager_tell(const char *state);
