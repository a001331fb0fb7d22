/* Linear programs: bases, the simplex method, what it found. */

#include "guard.h"

#include <limits.h>
#include <string.h>

int tandem_scale(tandem_model *model) {
  GUARDED(model);
  glp_scale_prob(model->problem, GLP_SF_AUTO);
  DONE;
}

int tandem_build_basis(tandem_model *model, int advanced) {
  GUARDED(model);
  if (advanced) {
    glp_adv_basis(model->problem, 0);
  } else {
    glp_std_basis(model->problem);
  }
  DONE;
}

static const int glpk_state[] = {GLP_BS, GLP_NL, GLP_NU, GLP_NF, GLP_NS};

static uint8_t our_state(int state) {
  switch (state) {
    case GLP_BS: return tandem_basic;
    case GLP_NU: return tandem_at_upper;
    case GLP_NF: return tandem_free;
    case GLP_NS: return tandem_fixed;
    default: return tandem_at_lower;
  }
}

int tandem_get_basis(tandem_model *model, uint8_t *rows, uint8_t *columns) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int row_count = glp_get_num_rows(problem), column_count = glp_get_num_cols(problem);
  for (int i = 0; i < row_count; i++) rows[i] = our_state(glp_get_row_stat(problem, i + 1));
  for (int j = 0; j < column_count; j++) columns[j] = our_state(glp_get_col_stat(problem, j + 1));
  DONE;
}

int tandem_set_basis(tandem_model *model, const uint8_t *rows, const uint8_t *columns) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int row_count = glp_get_num_rows(problem), column_count = glp_get_num_cols(problem);
  for (int i = 0; i < row_count; i++) glp_set_row_stat(problem, i + 1, glpk_state[rows[i]]);
  for (int j = 0; j < column_count; j++) glp_set_col_stat(problem, j + 1, glpk_state[columns[j]]);
  DONE;
}

static int is_worse_than_cutoff(int answer) { return answer == GLP_EOBJLL || answer == GLP_EOBJUL; }

static int is_bad_basis(int answer) {
  return answer == GLP_EBADB || answer == GLP_ESING || answer == GLP_ECOND || answer == GLP_EFAIL;
}

static void say_answer(struct home *home, int answer) {
  switch (answer) {
    case GLP_EBADB: tandem_say(home, "the basis is not valid\n"); break;
    case GLP_ESING: tandem_say(home, "the basis is singular\n"); break;
    case GLP_ECOND: tandem_say(home, "the basis is ill-conditioned\n"); break;
    case GLP_EBOUND: tandem_say(home, "a lower limit is above its upper limit\n"); break;
    case GLP_EFAIL: tandem_say(home, "the solver failed for numerical reasons\n"); break;
    case GLP_EROOT: tandem_say(home, "the root's linear program has no optimal basis\n"); break;
    default: tandem_say(home, "the solver gave an unknown answer\n"); break;
  }
}

static void read_status(glp_prob *problem, tandem_lp_report *report) {
  int primal = glp_get_prim_stat(problem), dual = glp_get_dual_stat(problem);
  if (primal == GLP_FEAS && dual == GLP_FEAS) {
    report->status = tandem_optimal;
  } else if (primal == GLP_NOFEAS) {
    report->status = tandem_infeasible;
  } else if (primal == GLP_FEAS && dual == GLP_NOFEAS) {
    report->status = tandem_unbounded;
  } else {
    report->status = primal == GLP_FEAS ? tandem_feasible : tandem_open_end;
  }
  report->value = glp_get_obj_val(problem);
}

int tandem_solve_lp(tandem_model *model, const tandem_lp_options *options, tandem_lp_report *report) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  memset(report, 0, sizeof *report);
  report->status = tandem_open_end;
  glp_smcp parameters;
  glp_init_smcp(&parameters);
  parameters.msg_lev = GLP_MSG_OFF;
  /* Long steps: a third fewer of them where columns are added to a solved program. */
  parameters.r_test = GLP_RT_FLIP;
  parameters.meth = options->method == tandem_primal ? GLP_PRIMAL : GLP_DUALP;
  parameters.presolve = options->presolve ? GLP_ON : GLP_OFF;
  int maximize = glp_get_obj_dir(problem) == GLP_MAX;
  if (!isnan(options->cutoff) && options->method != tandem_primal) {
    if (maximize) {
      parameters.obj_ll = options->cutoff;
    } else {
      parameters.obj_ul = options->cutoff;
    }
  }
  int before = glp_get_it_cnt(problem);
  double deadline = tandem_now() + 1e-3 * options->time_limit_ms;
  int answer = 0, repairs = 0, has_run = 0, has_restarted = 0;
  double patience = options->patience;
  if (patience == 0) patience = 1000 + 5.0 * (glp_get_num_rows(problem) + glp_get_num_cols(problem));
  for (;;) {
    int spent = glp_get_it_cnt(problem) - before;
    int left = options->iteration_limit == INT_MAX ? INT_MAX : options->iteration_limit - spent;
    int slice = options->stop != NULL && !options->presolve ? options->slice : INT_MAX;
    double rest = patience - spent;
    int waits = !has_restarted && !options->presolve && rest < left && rest < slice;
    if (waits) slice = rest > 1 ? (int)rest : 1;
    int sliced = slice < left;
    parameters.it_lim = sliced ? slice : (left > 0 ? left : 0);
    if (options->time_limit_ms != INT_MAX) {
      double rest_ms = 1e3 * (deadline - tandem_now());
      parameters.tm_lim = rest_ms > 0 ? (int)rest_ms : 0;
    }
    if (options->stop != NULL && tandem_flag_is_raised(options->stop)) {
      report->stop = tandem_stopped_by_flag;
      break;
    }
    answer = glp_simplex(problem, &parameters);
    has_run = 1;
    if (is_bad_basis(answer) && repairs < 2) {
      /* A basis of the caller's, or one worn out by many changes: once from an advanced basis, once from
       * the slacks, which is always regular. */
      if (repairs == 0) {
        glp_adv_basis(problem, 0);
      } else {
        glp_std_basis(problem);
        parameters.meth = GLP_PRIMAL;
      }
      repairs++;
      continue;
    }
    if (answer == GLP_EITLIM && waits) {
      /* Now and then the simplex method turns in circles, for all its perturbing, and the textbook's ratio test
       * turns with it: once from the slacks. */
      glp_std_basis(problem);
      parameters.meth = GLP_PRIMAL;
      has_restarted = 1;
      continue;
    }
    if (answer == GLP_EITLIM && sliced) continue;
    /* The dual method stops when no dual solution exists, which leaves open whether the program is
     * infeasible or unbounded; the primal one goes on from there and says, with a ray. */
    if (answer == 0 && parameters.meth != GLP_PRIMAL && glp_get_dual_stat(problem) == GLP_NOFEAS &&
        glp_get_prim_stat(problem) != GLP_NOFEAS) {
      parameters.meth = GLP_PRIMAL;
      parameters.presolve = GLP_OFF;
      continue;
    }
    break;
  }
  report->iterations = glp_get_it_cnt(problem) - before;
  if (report->stop == tandem_stopped_by_flag) {
    /* Before the first slice the problem still shows the status of an earlier solve. */
    if (has_run) read_status(problem, report);
    if (report->status != tandem_feasible) report->status = tandem_open_end;
  } else if (answer == 0) {
    read_status(problem, report);
  } else if (answer == GLP_ENOPFS) {
    report->status = tandem_infeasible;
  } else if (answer == GLP_ENODFS) {
    /* The presolver knows no more than that no optimum exists; the caller asks again without it. */
    report->status = tandem_unbounded;
  } else if (answer == GLP_EITLIM || answer == GLP_ETMLIM || is_worse_than_cutoff(answer)) {
    read_status(problem, report);
    if (report->status == tandem_optimal) report->status = tandem_feasible;
    report->stop = answer == GLP_EITLIM   ? tandem_stopped_by_iterations
                   : answer == GLP_ETMLIM ? tandem_stopped_by_time
                                          : tandem_stopped_by_cutoff;
  } else {
    say_answer(home, answer);
    return tandem_leave(home, tandem_failed);
  }
  DONE;
}

int tandem_get_row_values(tandem_model *model, double *activity, double *price) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int count = glp_get_num_rows(problem);
  for (int i = 0; activity != NULL && i < count; i++) activity[i] = glp_get_row_prim(problem, i + 1);
  for (int i = 0; price != NULL && i < count; i++) price[i] = glp_get_row_dual(problem, i + 1);
  DONE;
}

int tandem_get_column_values(tandem_model *model, double *value, double *reduced_cost) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int count = glp_get_num_cols(problem);
  for (int j = 0; value != NULL && j < count; j++) value[j] = glp_get_col_prim(problem, j + 1);
  for (int j = 0; reduced_cost != NULL && j < count; j++) {
    reduced_cost[j] = glp_get_col_dual(problem, j + 1);
  }
  DONE;
}

/* By how much variable k (rows first, then columns) is above (+) or below (-) its limits. */
static double violation(glp_prob *problem, int k, int row_count) {
  double value, lower, upper;
  if (k <= row_count) {
    value = glp_get_row_prim(problem, k);
    lower = glp_get_row_lb(problem, k);
    upper = glp_get_row_ub(problem, k);
  } else {
    value = glp_get_col_prim(problem, k - row_count);
    lower = glp_get_col_lb(problem, k - row_count);
    upper = glp_get_col_ub(problem, k - row_count);
  }
  double slack = 1e-7 * (1 + fabs(value));
  if (value > upper + slack) return value - upper;
  return value < lower - slack ? value - lower : 0;
}

/* At a basis where the simplex method proved infeasibility, the gradient of the sum of violations carried
 * back through the basis gives multipliers whose combined row cannot be met. After the dual method one
 * violated basic variable, the one with the unbounded ray, is enough. */
int tandem_get_infeasibility_multipliers(tandem_model *model, double *multipliers) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int row_count = glp_get_num_rows(problem);
  if (!glp_bf_exists(problem) && glp_factorize(problem) != 0) {
    tandem_say(home, "the basis cannot be factorised\n");
    return tandem_leave(home, tandem_failed);
  }
  tandem_make_room(home, (size_t)row_count);
  int ray = glp_get_unbnd_ray(problem), any = 0;
  for (int pass = ray > 0 ? 0 : 1; pass < 2 && !any; pass++) {
    for (int p = 1; p <= row_count; p++) {
      int k = glp_get_bhead(problem, p);
      double over = pass == 0 && k != ray ? 0 : violation(problem, k, row_count);
      home->amounts[p] = over > 0 ? 1 : over < 0 ? -1 : 0;
      if (over != 0) any = 1;
    }
  }
  glp_btran(problem, home->amounts);
  for (int i = 0; i < row_count; i++) multipliers[i] = home->amounts[i + 1];
  DONE;
}

int tandem_get_ray(tandem_model *model, double *direction) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int row_count = glp_get_num_rows(problem), column_count = glp_get_num_cols(problem);
  int ray = glp_get_unbnd_ray(problem);
  for (int j = 0; j < column_count; j++) direction[j] = 0;
  int basic = ray == 0                ? 1
              : ray <= row_count      ? glp_get_row_stat(problem, ray) == GLP_BS
                                      : glp_get_col_stat(problem, ray - row_count) == GLP_BS;
  if (basic || (!glp_bf_exists(problem) && glp_factorize(problem) != 0)) {
    tandem_say(home, "the last basis shows no ray\n");
    return tandem_leave(home, tandem_failed);
  }
  tandem_make_room(home, (size_t)row_count);
  int length = glp_eval_tab_col(problem, ray, home->places, home->amounts);
  for (int k = 1; k <= length; k++) {
    if (home->places[k] > row_count) direction[home->places[k] - row_count - 1] = home->amounts[k];
  }
  double slope = ray <= row_count ? glp_get_row_dual(problem, ray) : glp_get_col_dual(problem, ray - row_count);
  if (ray > row_count) direction[ray - row_count - 1] = 1;
  /* Uphill or downhill: the reduced cost says which way the non-basic variable leaves its limit. */
  int wants_up = glp_get_obj_dir(problem) == GLP_MAX ? slope > 0 : slope < 0;
  if (!wants_up) {
    for (int j = 0; j < column_count; j++) direction[j] = -direction[j];
  }
  DONE;
}
