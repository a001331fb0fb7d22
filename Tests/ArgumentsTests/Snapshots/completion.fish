# Completion of bakery for fish.
function __bakery_at
    set -l words (commandline -opc)
    set -e words[1]
    set -l path bakery
    for word in $words
        contains -- "$path $word" 'bakery bake' 'bakery oven' 'bakery oven cold' 'bakery oven heat'
        or break
        set path "$path $word"
    end
    test "$path" = "$argv"
end
complete -c bakery -f
complete -c bakery -n '__bakery_at bakery' -a bake -d 'Bakes bread in one oven'
complete -c bakery -n '__bakery_at bakery' -a oven -d 'What ovens need'
complete -c bakery -n '__bakery_at bakery' -l version -d 'Print the version'
complete -c bakery -n '__bakery_at bakery' -s h -l help -d 'Show this help'
complete -c bakery -n '__bakery_at bakery bake' -a '(__fish_complete_directories)'
complete -c bakery -n '__bakery_at bakery bake' -l recipe -r -F -d 'A recipe: one bake each'
complete -c bakery -n '__bakery_at bakery bake' -l loaves -x -d 'How many loaves'
complete -c bakery -n '__bakery_at bakery bake' -l grain -x -a 'rye wheat spelt' -d 'The flour\'s grain'
complete -c bakery -n '__bakery_at bakery bake' -l salt -x -d 'Salt as a fraction of the flour'
complete -c bakery -n '__bakery_at bakery bake' -l seeds -x -a '(__fish_append , rye wheat spelt)' -d 'What is strewn on top'
complete -c bakery -n '__bakery_at bakery bake' -l shift -x -d 'Warmer or colder than the recipe by so many degrees'
complete -c bakery -n '__bakery_at bakery bake' -l seed -x -d 'Where chance begins'
complete -c bakery -n '__bakery_at bakery bake' -l quiet -d 'Say nothing'
complete -c bakery -n '__bakery_at bakery bake' -l log -r -F -d 'Where the baker\'s notes go'
complete -c bakery -n '__bakery_at bakery bake' -s h -l help -d 'Show this help'
complete -c bakery -n '__bakery_at bakery oven' -a cold -d 'Cools the oven'
complete -c bakery -n '__bakery_at bakery oven' -a heat -d 'Heats the oven'
complete -c bakery -n '__bakery_at bakery oven' -s h -l help -d 'Show this help'
complete -c bakery -n '__bakery_at bakery oven cold' -l quiet -d 'Say nothing'
complete -c bakery -n '__bakery_at bakery oven cold' -s h -l help -d 'Show this help'
complete -c bakery -n '__bakery_at bakery oven heat' -s h -l help -d 'Show this help'
