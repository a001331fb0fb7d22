/* What the guarded calls share; not public. */
#ifndef TANDEM_GUARD_INTERNAL_H
#define TANDEM_GUARD_INTERNAL_H

#include <CTandemGLPK.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>

#include "CTandemGuard.h"

enum { words_capacity = 4096 };

/* One thread's GLPK environment. It outlives its thread until the last model that names it is closed. */
struct home {
  jmp_buf escape;
  int inside;                 /* a guarded call is running */
  int watching;               /* ... and it is a search with callbacks */
  int holds_cover_lock;
  atomic_long generation;     /* counts the environments this thread has lost */
  int memory_mebibytes;
  char words[words_capacity]; /* the tail of what GLPK said in this call */
  size_t words_length;
  int32_t *places;            /* scratch for 1-based indices; owned here so that a jump cannot leak it */
  double *amounts;
  size_t scratch_capacity;
  double hard_stop_at;        /* monotonic seconds; 0 for none */
  const tandem_flag *hard_flag;
  int was_cut_off;
  pthread_mutex_t door;       /* guards `waiting` and `closed`, which other threads may touch */
  _Atomic(tandem_model *) waiting; /* closed elsewhere, or during a search: deleted at the next call */
  int closed;                 /* the thread has ended */
  atomic_long tenants;        /* models, and the thread itself */
};

struct tandem_model {
  glp_prob *problem;
  struct home *home;
  long generation;
  tandem_model *next_waiting;
};

struct tandem_flag {
  atomic_int raised;
};

/* Takes the thread in; tandem_done, or why not. Sets *out in any case. */
int tandem_enter(const tandem_model *model, struct home **out);
/* The setjmp came back: frees the environment and makes a new one. */
int tandem_recover(struct home *home);
int tandem_leave(struct home *home, int code);
/* Room for `count` entries behind an unused place 0; jumps out when there is none. */
void tandem_make_room(struct home *home, size_t count);
double tandem_now(void);
/* Frees the cover-cut lock if this thread holds it. */
void tandem_release_cover_lock(struct home *home);
void tandem_take_cover_lock(struct home *home);
void tandem_say(struct home *home, const char *text);

/* Opens a guarded stretch. No local that is changed inside may be read after the jump. */
#define GUARDED(model)                                                                                   \
  struct home *home;                                                                                     \
  int refusal = tandem_enter((model), &home);                                                            \
  if (refusal != tandem_done) return refusal;                                                            \
  if (_setjmp(home->escape) != 0) return tandem_recover(home)

#define DONE return tandem_leave(home, tandem_done)

/* How GLPK names the kind of a pair of limits. */
static inline int limits_type(double lower, double upper) {
  if (lower == upper) return GLP_FX;
  if (isinf(lower)) return isinf(upper) ? GLP_FR : GLP_UP;
  return isinf(upper) ? GLP_LO : GLP_DB;
}

#endif
