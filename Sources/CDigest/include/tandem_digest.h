// SHA-256 by the processor's own instructions, where it has them.
#ifndef TANDEM_DIGEST_H
#define TANDEM_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether this processor has the instructions.
bool tandem_sha256_is_in_hardware(void);

// Takes `count` blocks of 64 bytes into the state. Only to be called when the processor has the instructions.
void tandem_sha256_take_blocks(uint32_t state[8], const uint8_t *bytes, size_t count);

#endif
