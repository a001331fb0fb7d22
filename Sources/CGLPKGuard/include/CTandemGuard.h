/*
 * GLPK behind a guard.
 *
 * GLPK answers a mistake, a broken invariant and a spent memory budget alike: it prints and calls abort().
 * Here every such call runs under a setjmp, and GLPK's error hook jumps back to it across C frames alone.
 * What comes out is a code and GLPK's own words.
 *
 * An abort leaves the whole environment of its thread in an unknown state, so all of it is freed at once
 * and made anew; every model of that thread is then lost (`tandem_lost`), and the thread goes on working.
 *
 * A model belongs to the thread that opened it. All indices count from 0.
 */
#ifndef TANDEM_GUARD_H
#define TANDEM_GUARD_H

#include <stddef.h>
#include <stdint.h>

/* What a guarded call answers. */
enum tandem_code {
  tandem_done = 0,
  tandem_aborted = 1,        /* GLPK gave up; tandem_text() holds its words; the thread's models are lost */
  tandem_lost = 2,           /* an earlier abort on this thread took this model along */
  tandem_foreign_thread = 3, /* the model belongs to another thread */
  tandem_busy = 4,           /* called from inside a callback of a running search */
  tandem_failed = 5,         /* GLPK returned an error; tandem_text() holds its words */
  tandem_no_memory = 6,      /* the memory budget, or the machine's memory, is spent; as tandem_aborted */
  tandem_cut_off = 7         /* the hard stop fired inside a long linear program; as tandem_aborted */
};

typedef struct tandem_model tandem_model;

/* GLPK's words at the last call of this thread that did not answer tandem_done. Never NULL. */
const char *tandem_text(void);

/* MARK: Life */

tandem_model *tandem_open(void); /* NULL when memory is short or a search is running on this thread */
void tandem_close(tandem_model *model); /* from any thread; NULL is fine */
int tandem_is_alive(const tandem_model *model);

/* The budget of this thread's environment in MiB; 0 lifts it. It holds for all its models together. */
int tandem_limit_memory(int mebibytes);
size_t tandem_memory_in_use(void);

/* MARK: Building. Infinite limits are +-INFINITY. */

enum tandem_kind { tandem_continuous = 0, tandem_integer = 1 };

int tandem_set_maximize(tandem_model *model, int maximize);
int tandem_append_columns(tandem_model *model, int count, const double *lower, const double *upper,
                          const double *objective, const uint8_t *kinds, const int32_t *starts,
                          const int32_t *rows, const double *values);
int tandem_append_rows(tandem_model *model, int count, const double *lower, const double *upper,
                       const int32_t *starts, const int32_t *columns, const double *values);
int tandem_set_row_limits(tandem_model *model, int row, double lower, double upper);
int tandem_set_column_limits(tandem_model *model, int column, double lower, double upper);
int tandem_set_objective(tandem_model *model, int column, double coefficient);
int tandem_set_objective_constant(tandem_model *model, double constant);
int tandem_set_kind(tandem_model *model, int column, int kind);
int tandem_set_column_entries(tandem_model *model, int column, int count, const int32_t *rows,
                              const double *values);
int tandem_set_row_entries(tandem_model *model, int row, int count, const int32_t *columns,
                           const double *values);
int tandem_set_row_name(tandem_model *model, int row, const char *name);
int tandem_set_column_name(tandem_model *model, int column, const char *name);
int tandem_set_model_name(tandem_model *model, const char *name);
int tandem_remove_rows(tandem_model *model, int count, const int32_t *rows);
int tandem_remove_columns(tandem_model *model, int count, const int32_t *columns);

/* MARK: Looking */

typedef struct {
  int rows, columns, entries, maximize;
  double objective_constant;
} tandem_shape;

int tandem_get_shape(tandem_model *model, tandem_shape *shape);
int tandem_get_columns(tandem_model *model, double *lower, double *upper, double *objective, uint8_t *kinds);
/* starts holds rows + 1 places; columns and values hold `entries` places. Columns ascend within a row. */
int tandem_get_rows(tandem_model *model, double *lower, double *upper, int32_t *starts, int32_t *columns,
                    double *values);
int tandem_get_row_name(tandem_model *model, int row, const char **name);       /* NULL when it has none */
int tandem_get_column_name(tandem_model *model, int column, const char **name); /* NULL when it has none */
int tandem_get_model_name(tandem_model *model, const char **name);

/* MARK: Linear programs */

typedef struct tandem_flag tandem_flag;
tandem_flag *tandem_flag_make(void);
void tandem_flag_free(tandem_flag *flag);
void tandem_flag_raise(tandem_flag *flag);
int tandem_flag_is_raised(const tandem_flag *flag);

enum tandem_method { tandem_automatic = 0, tandem_primal = 1, tandem_dual = 2 };
enum tandem_state { tandem_basic = 0, tandem_at_lower = 1, tandem_at_upper = 2, tandem_free = 3, tandem_fixed = 4 };
enum tandem_status {
  tandem_optimal = 0,
  tandem_feasible = 1, /* a solution, not proven best */
  tandem_infeasible = 2,
  tandem_unbounded = 3,
  tandem_open_end = 4 /* stopped with nothing to show */
};
enum tandem_stop {
  tandem_ran_through = 0,
  tandem_stopped_by_time = 1,
  tandem_stopped_by_iterations = 2,
  tandem_stopped_by_flag = 3,
  tandem_stopped_by_cutoff = 4,
  tandem_stopped_by_gap = 5,
  tandem_stopped_by_memory = 6
};

typedef struct {
  int method;            /* tandem_method */
  int presolve;
  int iteration_limit;   /* INT_MAX for none */
  int time_limit_ms;     /* INT_MAX for none */
  double cutoff;         /* NAN for none: the dual simplex stops once the optimum is known to be worse */
  const tandem_flag *stop; /* NULL for none; looked at every `slice` iterations */
  int slice;
  int patience;          /* iterations after which it begins again, once, from the slacks; 0: chosen by the size */
} tandem_lp_options;

typedef struct {
  int status, stop, iterations;
  double value;
} tandem_lp_report;

int tandem_scale(tandem_model *model);
int tandem_build_basis(tandem_model *model, int advanced);
int tandem_get_basis(tandem_model *model, uint8_t *rows, uint8_t *columns);
int tandem_set_basis(tandem_model *model, const uint8_t *rows, const uint8_t *columns);
int tandem_solve_lp(tandem_model *model, const tandem_lp_options *options, tandem_lp_report *report);
int tandem_get_row_values(tandem_model *model, double *activity, double *price); /* either may be NULL */
int tandem_get_column_values(tandem_model *model, double *value, double *reduced_cost);
/* Row multipliers that prove infeasibility, as the last basis suggests them; the caller checks them. */
int tandem_get_infeasibility_multipliers(tandem_model *model, double *multipliers);
/* A direction that improves for ever, as the last basis suggests it; the caller checks it. */
int tandem_get_ray(tandem_model *model, double *direction);

/* MARK: Integer programs */

typedef struct {
  double bound;      /* proven so far; NAN before there is one */
  double value;      /* of the best solution so far; NAN before there is one */
  long nodes, open_nodes;
  int is_new_best;   /* `best` has just changed */
  int wants_suggestion; /* fill `suggestion` and answer tandem_suggest to offer a solution */
  const double *relaxed; /* values of the node's linear program; only when a suggestion is wanted */
  double *suggestion;
  const double *best; /* values of the best solution; NULL with presolve, or before there is one */
} tandem_moment;

enum tandem_verdict { tandem_go_on = 0, tandem_stop_now = 1, tandem_suggest = 2 };
typedef int (*tandem_watcher)(void *context, const tandem_moment *moment);

typedef struct {
  int presolve, gomory_cuts, rounding_cuts, cover_cuts;
  int feasibility_pump, rounding;
  int branching;         /* 0 Driebeck-Tomlin, 1 pseudo-cost, 2 most fractional */
  int time_limit_ms;     /* INT_MAX for none */
  int hard_stop_ms;      /* INT_MAX for none: past it, a running linear program is left by a jump */
  double relative_gap;
  int memory_mebibytes;  /* 0 for none: stops the search softly when the environment holds more */
  const tandem_flag *stop;
  const double *start;   /* a known feasible solution, or NULL */
  tandem_watcher watcher;
  void *context;
  int watch_every_ms;
  int wants_suggestions;
} tandem_mip_options;

typedef struct {
  int status, stop, has_solution, start_was_refused;
  double value, bound;   /* NAN when there is none */
  long nodes;
} tandem_mip_report;

/* `values` has one place a column and holds the best solution whenever report->has_solution, even when the
 * call itself ended in an abort. */
int tandem_solve_mip(tandem_model *model, const tandem_mip_options *options, tandem_mip_report *report,
                     double *values);

/* MARK: Files */

enum tandem_format { tandem_lp = 0, tandem_mps_free = 1, tandem_mps_fixed = 2 };

/* tandem_failed with GLPK's words, which name file and line where it knows them. */
int tandem_read(tandem_model *model, int format, const char *path);
int tandem_write(tandem_model *model, int format, const char *path);

#endif
