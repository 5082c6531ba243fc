/* wire.c - opens the rooms of the books in order and closes them in reverse. */
#include "app/wire.h"

struct status wire_open(const char *books_path, enum store_mode mode, struct wire *wire,
                        struct problem *problem)
{
    REQUIRE(books_path != NULL && wire != NULL && wire->books == NULL);
    TRY(books_open(books_path, mode, &wire->books, problem));
    TRY(identity_open(wire->books, &wire->identity));
    TRY(ledger_open(wire->books, &wire->ledger));
    TRY(points_open(wire->books, wire->identity, wire->ledger, &wire->points));
    wire->rooms[0] = identity_room(wire->identity);
    wire->rooms[1] = ledger_room(wire->ledger);
    wire->rooms[2] = points_room(wire->points);
    return OK;
}

void wire_close(struct wire *wire)
{
    REQUIRE(wire != NULL);
    points_close(&wire->points);
    ledger_close(&wire->ledger);
    identity_close(&wire->identity);
    books_close(&wire->books);
}
