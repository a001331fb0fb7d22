#!/bin/sh
# Installs the peers that our timings are held against: HiGHS, OR-Tools, SCIP, NumPy, SciPy and pandas from PyPI
# into a virtual environment, CBC, GLPK's own program and valgrind from Debian. What is there is left alone.
#
#   sh install.sh DIR      DIR is a folder outside the repository; it will hold about 900 MB.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: sh install.sh DIR" >&2
  exit 2
fi

needed='import highspy, numpy, ortools, pandas, pyarrow, pyscipopt, scipy'
test -x "$1/bin/python" || python3 -m venv "$1"
if ! "$1/bin/python" -c "$needed" 2> /dev/null; then
  "$1/bin/pip" install --quiet --disable-pip-version-check \
    highspy numpy ortools pandas pyarrow pyscipopt scipy
fi
"$1/bin/python" -c "$needed" && echo "The peers from PyPI are ready in $1"

missing=""
command -v cbc > /dev/null || missing="$missing coinor-cbc"
command -v glpsol > /dev/null || missing="$missing glpk-utils"
command -v valgrind > /dev/null || missing="$missing valgrind"
if [ -n "$missing" ]; then
  if [ "$(id -u)" -eq 0 ]; then
    apt-get install --yes --quiet $missing > /dev/null
    echo "installed$missing"
  else
    echo "still needed, as root: apt-get install$missing"
  fi
fi
