#!/bin/sh
# Installs the peers that our timings are held against: HiGHS, OR-Tools CP-SAT and SCIP from PyPI into a
# virtual environment, CBC and GLPK's own program from Debian.
#
#   sh install.sh DIR      DIR is a folder outside the repository; it will hold about 600 MB.
set -eu

if [ $# -ne 1 ]; then
  echo "usage: sh install.sh DIR" >&2
  exit 2
fi

python3 -m venv "$1"
"$1/bin/pip" install --quiet --disable-pip-version-check highspy ortools pyscipopt
"$1/bin/python" -c 'import highspy, ortools, pyscipopt' && echo "HiGHS, CP-SAT and SCIP are ready in $1"

missing=""
command -v cbc > /dev/null || missing="$missing coinor-cbc"
command -v glpsol > /dev/null || missing="$missing glpk-utils"
if [ -n "$missing" ]; then
  if [ "$(id -u)" -eq 0 ]; then
    apt-get install --yes --quiet $missing > /dev/null
    echo "installed$missing"
  else
    echo "still needed, as root: apt-get install$missing"
  fi
fi
