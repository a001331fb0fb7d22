/* The environment of a thread: its hooks, its loss, its end. */

#include "guard.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static _Thread_local struct home *here;
static pthread_key_t end_of_thread;
static pthread_once_t key_made = PTHREAD_ONCE_INIT;
static pthread_mutex_t cover_lock = PTHREAD_MUTEX_INITIALIZER;

double tandem_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void tandem_say(struct home *home, const char *text) {
  size_t length = strlen(text);
  if (length >= words_capacity) {
    text += length - (words_capacity - 1);
    length = words_capacity - 1;
  }
  if (home->words_length + length >= words_capacity) {
    size_t dropped = home->words_length + length - (words_capacity - 1);
    memmove(home->words, home->words + dropped, home->words_length - dropped);
    home->words_length -= dropped;
  }
  memcpy(home->words + home->words_length, text, length);
  home->words_length += length;
  home->words[home->words_length] = '\0';
}

/* GLPK's error hook: it must not return, or GLPK calls abort(). */
static void on_error(void *info) {
  struct home *home = info;
  _longjmp(home->escape, 1);
}

/* GLPK's terminal hook. A non-zero answer keeps the line from standard output. Inside a long linear program
 * this is the one place where GLPK gives a sign of life, so the hard stop is looked at here. */
static int on_words(void *info, const char *text) {
  struct home *home = info;
  tandem_say(home, text);
  if (home->inside && (home->hard_stop_at > 0 || home->hard_flag != NULL)) {
    int late = home->hard_stop_at > 0 && tandem_now() > home->hard_stop_at;
    if (late || (home->hard_flag != NULL && tandem_flag_is_raised(home->hard_flag))) {
      home->was_cut_off = late ? tandem_stopped_by_time : tandem_stopped_by_flag;
      _longjmp(home->escape, 1);
    }
  }
  return 1;
}

/* The hooks come before anything else, so that nothing is ever printed. */
static int make_environment(struct home *home) {
  if (glp_init_env() > 1) return 0;
  glp_term_hook(on_words, home);
  glp_error_hook(on_error, home);
  if (home->memory_mebibytes > 0) glp_mem_limit(home->memory_mebibytes);
  return 1;
}

static void give_up_tenancy(struct home *home) {
  if (atomic_fetch_sub(&home->tenants, 1) == 1) {
    pthread_mutex_destroy(&home->door);
    free(home->places);
    free(home->amounts);
    free(home);
  }
}

static void on_thread_end(void *value) {
  struct home *home = value;
  glp_free_env();
  here = NULL;
  pthread_mutex_lock(&home->door);
  home->closed = 1;
  tandem_model *model = home->waiting;
  home->waiting = NULL;
  pthread_mutex_unlock(&home->door);
  while (model != NULL) {
    tandem_model *next = model->next_waiting;
    free(model);
    give_up_tenancy(home);
    model = next;
  }
  give_up_tenancy(home);
}

static void make_key(void) { pthread_key_create(&end_of_thread, on_thread_end); }

/* This thread's home, made at the first call; NULL when memory is short. */
static struct home *home_of_thread(void) {
  if (here != NULL) return here;
  pthread_once(&key_made, make_key);
  struct home *home = calloc(1, sizeof *home);
  if (home == NULL) return NULL;
  pthread_mutex_init(&home->door, NULL);
  atomic_store(&home->tenants, 1);
  if (!make_environment(home)) {
    give_up_tenancy(home);
    return NULL;
  }
  pthread_setspecific(end_of_thread, home);
  here = home;
  return home;
}

/* Deletes what was closed from another thread or in the middle of a search. */
static void clear_waiting(struct home *home) {
  pthread_mutex_lock(&home->door);
  tandem_model *model = home->waiting;
  home->waiting = NULL;
  pthread_mutex_unlock(&home->door);
  while (model != NULL) {
    tandem_model *next = model->next_waiting;
    if (model->generation == atomic_load(&home->generation)) {
      home->inside = 1;
      if (_setjmp(home->escape) == 0) {
        glp_delete_prob(model->problem);
        home->inside = 0;
      } else {
        tandem_recover(home);
      }
    }
    free(model);
    give_up_tenancy(home);
    model = next;
  }
}

int tandem_enter(const tandem_model *model, struct home **out) {
  struct home *home = home_of_thread();
  *out = home;
  if (home == NULL) return tandem_no_memory;
  if (model != NULL && model->home != home) {
    return tandem_foreign_thread;
  }
  if (home->inside || home->watching) return tandem_busy;
  if (home->waiting != NULL) clear_waiting(home);
  if (model != NULL && model->generation != atomic_load(&home->generation)) return tandem_lost;
  home->inside = 1;
  home->words_length = 0;
  home->words[0] = '\0';
  home->was_cut_off = 0;
  return tandem_done;
}

int tandem_leave(struct home *home, int code) {
  home->inside = 0;
  home->watching = 0;
  home->hard_stop_at = 0;
  home->hard_flag = NULL;
  return code;
}

int tandem_recover(struct home *home) {
  int code = tandem_aborted;
  if (home->was_cut_off != 0) {
    code = tandem_cut_off;
  } else if (strstr(home->words, "memory allocation") != NULL || strstr(home->words, "memory limit") != NULL) {
    code = tandem_no_memory;
  }
  tandem_release_cover_lock(home);
  atomic_fetch_add(&home->generation, 1);
  glp_free_env();
  make_environment(home);
  return tandem_leave(home, code);
}

void tandem_make_room(struct home *home, size_t count) {
  if (count + 1 <= home->scratch_capacity) return;
  size_t capacity = 2 * (count + 1);
  int32_t *places = realloc(home->places, capacity * sizeof *places);
  if (places != NULL) home->places = places;
  double *amounts = realloc(home->amounts, capacity * sizeof *amounts);
  if (amounts != NULL) home->amounts = amounts;
  if (places == NULL || amounts == NULL) {
    tandem_say(home, "memory allocation failed in the guard's scratch\n");
    _longjmp(home->escape, 1);
  }
  home->scratch_capacity = capacity;
}

void tandem_take_cover_lock(struct home *home) {
  pthread_mutex_lock(&cover_lock);
  home->holds_cover_lock = 1;
}

void tandem_release_cover_lock(struct home *home) {
  if (!home->holds_cover_lock) return;
  home->holds_cover_lock = 0;
  pthread_mutex_unlock(&cover_lock);
}

const char *tandem_text(void) { return here == NULL ? "" : here->words; }

tandem_model *tandem_open(void) {
  struct home *home;
  if (tandem_enter(NULL, &home) != tandem_done) return NULL;
  tandem_model *volatile model = calloc(1, sizeof *model);
  if (model == NULL) {
    tandem_leave(home, tandem_no_memory);
    return NULL;
  }
  if (_setjmp(home->escape) != 0) {
    tandem_recover(home);
    free(model);
    return NULL;
  }
  model->problem = glp_create_prob();
  model->home = home;
  model->generation = atomic_load(&home->generation);
  atomic_fetch_add(&home->tenants, 1);
  tandem_leave(home, tandem_done);
  return model;
}

void tandem_close(tandem_model *model) {
  if (model == NULL) return;
  struct home *home = model->home;
  pthread_mutex_lock(&home->door);
  if (home->closed) {
    pthread_mutex_unlock(&home->door);
    free(model);
    give_up_tenancy(home);
    return;
  }
  model->next_waiting = home->waiting;
  home->waiting = model;
  pthread_mutex_unlock(&home->door);
  if (here == home && !home->inside && !home->watching) clear_waiting(home);
}

int tandem_is_alive(const tandem_model *model) {
  return model->generation == atomic_load(&model->home->generation);
}

int tandem_limit_memory(int mebibytes) {
  GUARDED(NULL);
  home->memory_mebibytes = mebibytes;
  glp_mem_limit(mebibytes > 0 ? mebibytes : INT32_MAX);
  DONE;
}

size_t tandem_memory_in_use(void) {
  size_t total = 0;
  if (home_of_thread() != NULL) glp_mem_usage(NULL, NULL, &total, NULL);
  return total;
}

tandem_flag *tandem_flag_make(void) { return calloc(1, sizeof(tandem_flag)); }
void tandem_flag_free(tandem_flag *flag) { free(flag); }
void tandem_flag_raise(tandem_flag *flag) { atomic_store(&flag->raised, 1); }
int tandem_flag_is_raised(const tandem_flag *flag) {
  return atomic_load(&((tandem_flag *)flag)->raised);
}
