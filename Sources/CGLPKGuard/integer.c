/* Integer programs: the search, its callbacks, its limits. */

#include "guard.h"

#include <float.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* One search. It lives in plain memory, so that an abort of GLPK leaves it whole. */
struct search {
  struct home *home;
  const tandem_mip_options *options;
  tandem_mip_report *report;
  double *best;           /* the caller's place for the best solution */
  double *lower, *upper;  /* column limits before branching tightened them */
  double *relaxed, *suggestion;
  int columns, rows, maximize;
  int start_waits;        /* the start solution has still to be handed in */
  double next_watch;
  double deadline;
};

static int is_better(const struct search *search, double value, double than) {
  return isnan(than) || (search->maximize ? value > than : value < than);
}

static void keep_best(struct search *search, double value, const double *values) {
  if (!is_better(search, value, search->report->value)) return;
  memcpy(search->best, values, sizeof(double) * (size_t)search->columns);
  search->report->value = value;
  search->report->has_solution = 1;
}

/* Whether the values meet every limit, row and integrality to 1e-6 (relative), with their objective value.
 * GLPK takes a suggested solution on trust. Cost: one pass over the matrix. */
static int is_feasible(struct search *search, glp_prob *problem, const double *values, double *objective) {
  const double tolerance = 1e-6;
  double total = glp_get_obj_coef(problem, 0);
  for (int j = 0; j < search->columns; j++) {
    double value = values[j], room = tolerance * (1 + fabs(value));
    if (!(value >= search->lower[j] - room && value <= search->upper[j] + room)) return 0;
    if (glp_get_col_kind(problem, j + 1) != GLP_CV && fabs(value - round(value)) > tolerance) return 0;
    total += glp_get_obj_coef(problem, j + 1) * value;
  }
  struct home *home = search->home;
  tandem_make_room(home, (size_t)search->columns);
  for (int i = 1; i <= search->rows; i++) {
    int length = glp_get_mat_row(problem, i, home->places, home->amounts);
    double sum = 0, size = 1;
    for (int k = 1; k <= length; k++) {
      double term = home->amounts[k] * values[home->places[k] - 1];
      sum += term;
      size += fabs(term);
    }
    double room = tolerance * size;
    if (sum < glp_get_row_lb(problem, i) - room || sum > glp_get_row_ub(problem, i) + room) return 0;
  }
  *objective = total;
  return 1;
}

/* Offers values to the tree. Integer columns are rounded first: GLPK wants them exact. */
static int offer(struct search *search, glp_tree *tree, glp_prob *problem, const double *values) {
  double objective;
  if (!is_feasible(search, problem, values, &objective)) return 0;
  struct home *home = search->home;
  for (int j = 0; j < search->columns; j++) {
    home->amounts[j + 1] =
        glp_get_col_kind(problem, j + 1) == GLP_CV ? values[j] : round(values[j]);
  }
  glp_ios_heur_sol(tree, home->amounts);
  keep_best(search, objective, values);
  return 1;
}

static void note_bound(struct search *search, glp_tree *tree) {
  int node = glp_ios_best_node(tree);
  if (node == 0) return;
  double bound = glp_ios_node_bound(tree, node);
  if (fabs(bound) >= DBL_MAX) return;
  double *known = &search->report->bound;
  if (isnan(*known) || (search->maximize ? bound < *known : bound > *known)) *known = bound;
}

static void stop_search(struct search *search, glp_tree *tree, int why) {
  search->report->stop = why;
  glp_ios_terminate(tree);
}

static void on_node(glp_tree *tree, void *info) {
  struct search *search = info;
  const tandem_mip_options *options = search->options;
  tandem_mip_report *report = search->report;
  glp_prob *problem = glp_ios_get_prob(tree);
  int reason = glp_ios_reason(tree), is_new_best = 0;
  if (reason == GLP_IBINGO && !options->presolve) {
    double value = glp_mip_obj_val(problem);
    if (is_better(search, value, report->value)) {
      for (int j = 0; j < search->columns; j++) search->best[j] = glp_mip_col_val(problem, j + 1);
      report->value = value;
      report->has_solution = 1;
      is_new_best = 1;
    }
  }
  if (reason == GLP_ISELECT || reason == GLP_IHEUR || reason == GLP_IBINGO) note_bound(search, tree);
  if (reason == GLP_IHEUR && search->start_waits) {
    search->start_waits = 0;
    report->start_was_refused = !offer(search, tree, problem, options->start);
    is_new_best = !report->start_was_refused;
  }
  int open = 0, total = 0;
  glp_ios_tree_size(tree, &open, NULL, &total);
  report->nodes = total;

  if (options->stop != NULL && tandem_flag_is_raised(options->stop)) {
    return stop_search(search, tree, tandem_stopped_by_flag);
  }
  if (options->memory_mebibytes > 0) {
    size_t used = 0;
    glp_mem_usage(NULL, NULL, &used, NULL);
    if (used >> 20 >= (size_t)options->memory_mebibytes) {
      return stop_search(search, tree, tandem_stopped_by_memory);
    }
  }
  double now = tandem_now();
  if (now > search->deadline) return stop_search(search, tree, tandem_stopped_by_time);
  int wants_suggestion = options->wants_suggestions && reason == GLP_IHEUR && !options->presolve;
  if (options->watcher == NULL || !(is_new_best || wants_suggestion || now >= search->next_watch)) return;
  search->next_watch = now + 1e-3 * options->watch_every_ms;
  tandem_moment moment = {.bound = report->bound,
                          .value = report->value,
                          .nodes = total,
                          .open_nodes = open,
                          .is_new_best = is_new_best,
                          .best = report->has_solution ? search->best : NULL};
  if (options->presolve && glp_mip_status(problem) == GLP_FEAS) moment.value = glp_mip_obj_val(problem);
  if (wants_suggestion) {
    for (int j = 0; j < search->columns; j++) search->relaxed[j] = glp_get_col_prim(problem, j + 1);
    moment.wants_suggestion = 1;
    moment.relaxed = search->relaxed;
    moment.suggestion = search->suggestion;
  }
  /* The watcher may be Swift: it returns before GLPK is called again, so no jump ever crosses it. */
  int verdict = options->watcher(options->context, &moment);
  if (verdict & tandem_stop_now) return stop_search(search, tree, tandem_stopped_by_flag);
  if ((verdict & tandem_suggest) && wants_suggestion) offer(search, tree, problem, search->suggestion);
}

static void release(struct search *search) {
  free(search->lower);
  free(search->upper);
  free(search->relaxed);
  free(search->suggestion);
  free(search);
}

static struct search *make_search(glp_prob *problem, int columns) {
  struct search *search = calloc(1, sizeof *search);
  if (search == NULL) return NULL;
  size_t size = sizeof(double) * ((size_t)columns + 1);
  search->lower = malloc(size);
  search->upper = malloc(size);
  search->relaxed = malloc(size);
  search->suggestion = malloc(size);
  if (!search->lower || !search->upper || !search->relaxed || !search->suggestion) {
    release(search);
    return NULL;
  }
  for (int j = 0; j < columns; j++) {
    search->lower[j] = glp_get_col_lb(problem, j + 1);
    search->upper[j] = glp_get_col_ub(problem, j + 1);
  }
  search->columns = columns;
  search->rows = glp_get_num_rows(problem);
  search->maximize = glp_get_obj_dir(problem) == GLP_MAX;
  return search;
}

/* The linear relaxation, which the search needs solved when the presolver is off. Answers 1 when the search
 * is already decided. */
static int relaxation_decides(struct search *search, glp_prob *problem) {
  tandem_mip_report *report = search->report;
  glp_smcp parameters;
  glp_init_smcp(&parameters);
  parameters.msg_lev = GLP_MSG_ON;
  parameters.out_dly = parameters.out_frq = 200;
  parameters.meth = GLP_DUALP;
  if (search->options->time_limit_ms != INT_MAX) {
    double rest = 1e3 * (search->deadline - tandem_now());
    parameters.tm_lim = rest > 0 ? (int)rest : 0;
  }
  int answer = glp_simplex(problem, &parameters);
  if (answer == GLP_EBADB || answer == GLP_ESING || answer == GLP_ECOND || answer == GLP_EFAIL) {
    glp_std_basis(problem);
    answer = glp_simplex(problem, &parameters);
  }
  if (answer == 0 && glp_get_dual_stat(problem) == GLP_NOFEAS && glp_get_prim_stat(problem) != GLP_NOFEAS) {
    /* No dual solution: infeasible or unbounded, which the primal method decides. */
    parameters.meth = GLP_PRIMAL;
    answer = glp_simplex(problem, &parameters);
  }
  if (answer == GLP_ETMLIM) {
    report->stop = tandem_stopped_by_time;
    return 1;
  }
  if (answer != 0) {
    tandem_say(search->home, "the linear relaxation could not be solved\n");
    return -1;
  }
  if (glp_get_prim_stat(problem) == GLP_NOFEAS) {
    report->status = tandem_infeasible;
    return 1;
  }
  if (glp_get_dual_stat(problem) == GLP_NOFEAS) {
    report->status = tandem_unbounded;
    return 1;
  }
  report->bound = glp_get_obj_val(problem);
  return 0;
}

static void fill(glp_iocp *parameters, const tandem_mip_options *options, struct search *search) {
  static const int branching[] = {GLP_BR_DTH, GLP_BR_PCH, GLP_BR_MFV};
  glp_init_iocp(parameters);
  parameters->msg_lev = GLP_MSG_ON;
  parameters->out_frq = 1000;
  parameters->out_dly = 1000;
  parameters->br_tech = branching[options->branching];
  parameters->bt_tech = GLP_BT_BLB;
  parameters->presolve = options->presolve ? GLP_ON : GLP_OFF;
  parameters->gmi_cuts = options->gomory_cuts ? GLP_ON : GLP_OFF;
  parameters->mir_cuts = options->rounding_cuts ? GLP_ON : GLP_OFF;
  parameters->cov_cuts = options->cover_cuts ? GLP_ON : GLP_OFF;
  /* Never clique cuts: a clique may hold a column and its complement, so it may have more members than the model has
     columns, and GLPK 5.0 (clq_gen) has no room for them: it writes beyond its array. */
  parameters->clq_cuts = GLP_OFF;
  parameters->fp_heur = options->feasibility_pump ? GLP_ON : GLP_OFF;
  parameters->sr_heur = options->rounding ? GLP_ON : GLP_OFF;
  parameters->mip_gap = options->relative_gap;
  if (options->time_limit_ms != INT_MAX) {
    double rest = 1e3 * (search->deadline - tandem_now());
    parameters->tm_lim = rest > 0 ? (int)rest : 0;
  }
  parameters->cb_func = on_node;
  parameters->cb_info = search;
}

static void conclude(struct search *search, glp_prob *problem, int answer) {
  tandem_mip_report *report = search->report;
  int status = glp_mip_status(problem);
  if (answer == GLP_ENOPFS || (answer == 0 && status == GLP_NOFEAS)) {
    report->status = report->has_solution ? tandem_feasible : tandem_infeasible;
    return;
  }
  if (answer == GLP_ENODFS || (answer == 0 && status == GLP_UNBND)) {
    report->status = tandem_unbounded;
    return;
  }
  if (status == GLP_OPT || status == GLP_FEAS) {
    double value = glp_mip_obj_val(problem);
    if (is_better(search, value, report->value)) {
      for (int j = 0; j < search->columns; j++) search->best[j] = glp_mip_col_val(problem, j + 1);
      report->value = value;
      report->has_solution = 1;
    }
  }
  if (answer == 0 && status == GLP_OPT) {
    report->status = tandem_optimal;
    report->bound = report->value;
    return;
  }
  report->status = report->has_solution ? tandem_feasible : tandem_open_end;
  if (answer == GLP_EMIPGAP) report->stop = tandem_stopped_by_gap;
  if (answer == GLP_ETMLIM) report->stop = tandem_stopped_by_time;
}

int tandem_solve_mip(tandem_model *model, const tandem_mip_options *options, tandem_mip_report *report,
                     double *values) {
  memset(report, 0, sizeof *report);
  report->status = tandem_open_end;
  report->value = report->bound = NAN;
  struct home *home;
  int refusal = tandem_enter(model, &home);
  if (refusal != tandem_done) return refusal;
  double begin = tandem_now();
  glp_prob *problem = model->problem;
  struct search *search = make_search(problem, glp_get_num_cols(problem));
  if (search == NULL) {
    tandem_say(home, "memory allocation failed\n");
    return tandem_leave(home, tandem_failed);
  }
  search->home = home;
  search->options = options;
  search->report = report;
  search->best = values;
  search->start_waits = options->start != NULL && !options->presolve;
  search->deadline = options->time_limit_ms == INT_MAX ? HUGE_VAL : begin + 1e-3 * options->time_limit_ms;
  if (_setjmp(home->escape) != 0) {
    int why = home->was_cut_off;
    release(search);
    int code = tandem_recover(home);
    report->stop = code == tandem_no_memory ? tandem_stopped_by_memory : why;
    report->status = report->has_solution ? tandem_feasible : tandem_open_end;
    return code;
  }
  home->watching = 1;
  if (options->hard_stop_ms != INT_MAX) home->hard_stop_at = begin + 1e-3 * options->hard_stop_ms;
  if (options->hard_stop_ms != INT_MAX) home->hard_flag = options->stop;
  if (options->start != NULL) {
    double objective;
    report->start_was_refused = !is_feasible(search, problem, options->start, &objective);
    if (report->start_was_refused) {
      search->start_waits = 0;
    } else {
      keep_best(search, objective, options->start);
    }
  }
  int decided = options->presolve ? 0 : relaxation_decides(search, problem);
  int answer = 0;
  if (decided == 0) {
    if (options->cover_cuts) tandem_take_cover_lock(home);
    glp_iocp parameters;
    fill(&parameters, options, search);
    answer = glp_intopt(problem, &parameters);
    tandem_release_cover_lock(home);
    conclude(search, problem, answer);
  } else if (report->has_solution && decided == 1 && report->status == tandem_open_end) {
    report->status = tandem_feasible;
  }
  release(search);
  if (decided < 0 || answer == GLP_EFAIL || answer == GLP_EROOT || answer == GLP_EBOUND) {
    if (answer != 0) tandem_say(home, "the search failed for numerical reasons\n");
    return tandem_leave(home, tandem_failed);
  }
  DONE;
}
