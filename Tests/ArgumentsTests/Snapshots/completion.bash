# Completion of bakery for bash.
_bakery_words() {
  local IFS=$'\n'
  COMPREPLY=( $(compgen -W "$1" -- "$cur") )
}
_bakery_list() {
  local IFS=$'\n' last=${cur##*"$2"}
  COMPREPLY=( $(compgen -P "${cur%"$last"}" -W "$1" -- "$last") )
}
_bakery_files() {
  local IFS=$'\n' ending
  type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
  if [ $# -eq 0 ]; then
    COMPREPLY=( $(compgen -f -- "$cur") )
  else
    COMPREPLY=( $(compgen -d -- "$cur") )
    for ending in "$@"; do COMPREPLY+=( $(compgen -f -X "!*.$ending" -- "$cur") ); done
  fi
}
_bakery_folders() {
  local IFS=$'\n'
  type compopt >/dev/null 2>&1 && compopt -o filenames 2>/dev/null
  COMPREPLY=( $(compgen -d -- "$cur") )
}
_bakery() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path=bakery index
  COMPREPLY=()
  if [[ $cur == "=" ]]; then
    cur=""
  elif [[ $prev == "=" && COMP_CWORD -ge 2 ]]; then
    prev=${COMP_WORDS[COMP_CWORD-2]}
  fi
  for (( index = 1; index < COMP_CWORD; index++ )); do
    case "$path ${COMP_WORDS[index]}" in
      "bakery bake"|"bakery oven"|"bakery oven cold"|"bakery oven heat") path="$path ${COMP_WORDS[index]}" ;;
      *) break ;;
    esac
  done
  case "$path $prev" in
    "bakery bake --recipe") _bakery_files json; return ;;
    "bakery bake --loaves") :; return ;;
    "bakery bake --grain") _bakery_words $'rye\nwheat\nspelt'; return ;;
    "bakery bake --salt") :; return ;;
    "bakery bake --seeds") _bakery_list $'rye\nwheat\nspelt' ','; return ;;
    "bakery bake --shift") :; return ;;
    "bakery bake --seed") :; return ;;
    "bakery bake --log") _bakery_files; return ;;
  esac
  if [[ $cur == -* ]]; then
    case "$path" in
      "bakery") _bakery_words $'--version\n--help' ;;
      "bakery bake") _bakery_words $'--recipe\n--loaves\n--grain\n--salt\n--seeds\n--shift\n--seed\n--quiet\n--log\n--help' ;;
      "bakery oven") _bakery_words $'--help' ;;
      "bakery oven cold") _bakery_words $'--quiet\n--help' ;;
      "bakery oven heat") _bakery_words $'--help' ;;
    esac
    return
  fi
  case "$path" in
    "bakery") _bakery_words $'bake\noven' ;;
    "bakery bake") _bakery_folders ;;
    "bakery oven") _bakery_words $'cold\nheat' ;;
  esac
}
complete -F _bakery bakery
