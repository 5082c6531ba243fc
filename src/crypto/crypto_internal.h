/* crypto_internal.h - what the files of this room share. */
#pragma once

#include "crypto/crypto.h"

enum { CRYPTO_PIECES_MAX = 8 };
