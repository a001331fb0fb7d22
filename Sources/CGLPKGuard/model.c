/* Building a model and looking at it. */

#include "guard.h"

#include <stdlib.h>

/* Copies a sparse vector behind an unused place 0, as GLPK wants it. */
static void shift(struct home *home, int count, const int32_t *places, const double *amounts) {
  tandem_make_room(home, (size_t)count);
  for (int k = 0; k < count; k++) {
    home->places[k + 1] = places[k] + 1;
    home->amounts[k + 1] = amounts[k];
  }
}

int tandem_set_maximize(tandem_model *model, int maximize) {
  GUARDED(model);
  glp_set_obj_dir(model->problem, maximize ? GLP_MAX : GLP_MIN);
  DONE;
}

int tandem_append_columns(tandem_model *model, int count, const double *lower, const double *upper,
                          const double *objective, const uint8_t *kinds, const int32_t *starts,
                          const int32_t *rows, const double *values) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int first = glp_add_cols(problem, count);
  for (int c = 0; c < count; c++) {
    glp_set_col_bnds(problem, first + c, limits_type(lower[c], upper[c]), lower[c], upper[c]);
    if (objective[c] != 0) glp_set_obj_coef(problem, first + c, objective[c]);
    if (kinds != NULL && kinds[c] != tandem_continuous) glp_set_col_kind(problem, first + c, GLP_IV);
    int length = starts[c + 1] - starts[c];
    if (length > 0) {
      shift(home, length, rows + starts[c], values + starts[c]);
      glp_set_mat_col(problem, first + c, length, home->places, home->amounts);
    }
  }
  DONE;
}

int tandem_append_rows(tandem_model *model, int count, const double *lower, const double *upper,
                       const int32_t *starts, const int32_t *columns, const double *values) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int first = glp_add_rows(problem, count);
  for (int r = 0; r < count; r++) {
    glp_set_row_bnds(problem, first + r, limits_type(lower[r], upper[r]), lower[r], upper[r]);
    int length = starts[r + 1] - starts[r];
    if (length > 0) {
      shift(home, length, columns + starts[r], values + starts[r]);
      glp_set_mat_row(problem, first + r, length, home->places, home->amounts);
    }
  }
  DONE;
}

int tandem_set_row_limits(tandem_model *model, int row, double lower, double upper) {
  GUARDED(model);
  glp_set_row_bnds(model->problem, row + 1, limits_type(lower, upper), lower, upper);
  DONE;
}

int tandem_set_column_limits(tandem_model *model, int column, double lower, double upper) {
  GUARDED(model);
  glp_set_col_bnds(model->problem, column + 1, limits_type(lower, upper), lower, upper);
  DONE;
}

int tandem_set_objective(tandem_model *model, int column, double coefficient) {
  GUARDED(model);
  glp_set_obj_coef(model->problem, column + 1, coefficient);
  DONE;
}

int tandem_set_objective_constant(tandem_model *model, double constant) {
  GUARDED(model);
  glp_set_obj_coef(model->problem, 0, constant);
  DONE;
}

int tandem_set_kind(tandem_model *model, int column, int kind) {
  GUARDED(model);
  glp_set_col_kind(model->problem, column + 1, kind == tandem_integer ? GLP_IV : GLP_CV);
  DONE;
}

int tandem_set_column_entries(tandem_model *model, int column, int count, const int32_t *rows,
                              const double *values) {
  GUARDED(model);
  shift(home, count, rows, values);
  glp_set_mat_col(model->problem, column + 1, count, home->places, home->amounts);
  DONE;
}

int tandem_set_row_entries(tandem_model *model, int row, int count, const int32_t *columns,
                           const double *values) {
  GUARDED(model);
  shift(home, count, columns, values);
  glp_set_mat_row(model->problem, row + 1, count, home->places, home->amounts);
  DONE;
}

int tandem_set_row_name(tandem_model *model, int row, const char *name) {
  GUARDED(model);
  glp_set_row_name(model->problem, row + 1, name);
  DONE;
}

int tandem_set_column_name(tandem_model *model, int column, const char *name) {
  GUARDED(model);
  glp_set_col_name(model->problem, column + 1, name);
  DONE;
}

int tandem_set_model_name(tandem_model *model, const char *name) {
  GUARDED(model);
  glp_set_prob_name(model->problem, name);
  DONE;
}

static void shift_places(struct home *home, int count, const int32_t *places) {
  tandem_make_room(home, (size_t)count);
  for (int k = 0; k < count; k++) home->places[k + 1] = places[k] + 1;
}

int tandem_remove_rows(tandem_model *model, int count, const int32_t *rows) {
  GUARDED(model);
  shift_places(home, count, rows);
  if (count > 0) glp_del_rows(model->problem, count, home->places);
  DONE;
}

int tandem_remove_columns(tandem_model *model, int count, const int32_t *columns) {
  GUARDED(model);
  shift_places(home, count, columns);
  if (count > 0) glp_del_cols(model->problem, count, home->places);
  DONE;
}

int tandem_get_shape(tandem_model *model, tandem_shape *shape) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  shape->rows = glp_get_num_rows(problem);
  shape->columns = glp_get_num_cols(problem);
  shape->entries = glp_get_num_nz(problem);
  shape->maximize = glp_get_obj_dir(problem) == GLP_MAX;
  shape->objective_constant = glp_get_obj_coef(problem, 0);
  DONE;
}

/* GLPK marks an absent limit by the largest double. */
static double open_end(double limit) {
  if (limit >= 1.7976931348623157e308) return INFINITY;
  return limit <= -1.7976931348623157e308 ? -INFINITY : limit;
}

int tandem_get_columns(tandem_model *model, double *lower, double *upper, double *objective, uint8_t *kinds) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int count = glp_get_num_cols(problem);
  for (int j = 0; j < count; j++) {
    lower[j] = open_end(glp_get_col_lb(problem, j + 1));
    upper[j] = open_end(glp_get_col_ub(problem, j + 1));
    objective[j] = glp_get_obj_coef(problem, j + 1);
    kinds[j] = glp_get_col_kind(problem, j + 1) == GLP_CV ? tandem_continuous : tandem_integer;
  }
  DONE;
}

int tandem_get_rows(tandem_model *model, double *lower, double *upper, int32_t *starts, int32_t *columns,
                    double *values) {
  GUARDED(model);
  glp_prob *problem = model->problem;
  int row_count = glp_get_num_rows(problem), column_count = glp_get_num_cols(problem);
  /* Column by column into counted rows, so that columns ascend within a row whatever GLPK's lists hold. */
  starts[0] = 0;
  for (int i = 0; i < row_count; i++) {
    lower[i] = open_end(glp_get_row_lb(problem, i + 1));
    upper[i] = open_end(glp_get_row_ub(problem, i + 1));
    starts[i + 1] = starts[i] + glp_get_mat_row(problem, i + 1, NULL, NULL);
  }
  tandem_make_room(home, (size_t)(row_count > column_count ? row_count : column_count));
  for (int j = 0; j < column_count; j++) {
    int length = glp_get_mat_col(problem, j + 1, home->places, home->amounts);
    for (int k = 1; k <= length; k++) {
      int row = home->places[k] - 1;
      columns[starts[row]] = j;
      values[starts[row]] = home->amounts[k];
      starts[row]++;
    }
  }
  for (int i = row_count; i > 0; i--) starts[i] = starts[i - 1];
  starts[0] = 0;
  DONE;
}

int tandem_get_row_name(tandem_model *model, int row, const char **name) {
  GUARDED(model);
  *name = glp_get_row_name(model->problem, row + 1);
  DONE;
}

int tandem_get_column_name(tandem_model *model, int column, const char **name) {
  GUARDED(model);
  *name = glp_get_col_name(model->problem, column + 1);
  DONE;
}

int tandem_get_model_name(tandem_model *model, const char **name) {
  GUARDED(model);
  *name = glp_get_prob_name(model->problem);
  DONE;
}
