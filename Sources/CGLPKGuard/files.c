/* Models in and out of files. */

#include "guard.h"

int tandem_read(tandem_model *model, int format, const char *path) {
  GUARDED(model);
  int failure;
  if (format == tandem_lp) {
    failure = glp_read_lp(model->problem, NULL, path);
  } else {
    failure = glp_read_mps(model->problem, format == tandem_mps_free ? GLP_MPS_FILE : GLP_MPS_DECK, NULL, path);
  }
  return tandem_leave(home, failure == 0 ? tandem_done : tandem_failed);
}

int tandem_write(tandem_model *model, int format, const char *path) {
  GUARDED(model);
  int failure;
  if (format == tandem_lp) {
    failure = glp_write_lp(model->problem, NULL, path);
  } else {
    failure = glp_write_mps(model->problem, format == tandem_mps_free ? GLP_MPS_FILE : GLP_MPS_DECK, NULL, path);
  }
  return tandem_leave(home, failure == 0 ? tandem_done : tandem_failed);
}
