#compdef bakery
# Completion of bakery for zsh.

_bakery() {
  local curcontext="$curcontext" state line
  _arguments -C \
    '--version[Print the version]' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '1:command:->command' \
    '*::argument:->arguments'
  case $state in
    command)
      local -a commands
      commands=(
        'bake:Bakes bread in one oven'
        'oven:What ovens need'
      )
      _describe command commands ;;
    arguments)
      case $line[1] in
        bake) _bakery_bake ;;
        oven) _bakery_oven ;;
      esac ;;
  esac
}

_bakery_bake() {
  _arguments \
    '*--recipe=[A recipe\: one bake each]:FILE:_files -g "*.(json)"' \
    '--loaves=[How many loaves]:N: ' \
    '--grain=[The flour'\''s grain]:GRAIN:(rye wheat spelt)' \
    '--salt=[Salt as a fraction of the flour]:SHARE: ' \
    '*--seeds=[What is strewn on top]:LIST:_values -s , LIST rye wheat spelt' \
    '--shift=[Warmer or colder than the recipe by so many degrees]:DEGREES: ' \
    '--seed=[Where chance begins]:N: ' \
    '--quiet[Say nothing]' \
    '--log=[Where the baker'\''s notes go]:FILE:_files' \
    '(-h --help)'{-h,--help}'[Show this help]' \
    ':OVEN:_files -/' \
    '*:GUEST: '
}

_bakery_oven() {
  local curcontext="$curcontext" state line
  _arguments -C \
    '(-h --help)'{-h,--help}'[Show this help]' \
    '1:command:->command' \
    '*::argument:->arguments'
  case $state in
    command)
      local -a commands
      commands=(
        'cold:Cools the oven'
        'heat:Heats the oven'
      )
      _describe command commands ;;
    arguments)
      case $line[1] in
        cold) _bakery_oven_cold ;;
        heat) _bakery_oven_heat ;;
      esac ;;
  esac
}

_bakery_oven_cold() {
  _arguments \
    '--quiet[Say nothing]' \
    '(-h --help)'{-h,--help}'[Show this help]'
}

_bakery_oven_heat() {
  _arguments \
    '(-h --help)'{-h,--help}'[Show this help]'
}

if [ "$funcstack[1]" = "_bakery" ]; then
  _bakery "$@"
else
  compdef _bakery bakery
fi
