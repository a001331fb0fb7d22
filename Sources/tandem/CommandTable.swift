import TandemArguments
import TandemTerminal

/// Every command, in the order of help: a new one is a line here and a file beside this one.
let tandem: Command = Command(
  "tandem", "Allocates one donor's blood stem cells and islets to people with type 1 diabetes.",
  takes: [showVersion],
  examples: [
    Example("tandem generate --recipients 150 --donors 12 --seed 1 --out cohort", "Makes a cohort."),
    Example("tandem check Data/example", "Checks the example cohort."),
    Example(
      "tandem match Data/example --donor D01 --html run.html", "Makes the match run of a donor, with a page."),
    Example("tandem help generate", "Shows the help of one command."),
  ],
  subcommands: [
    generate,
    check,
    match,
    explain,
    allocate,
    verifyPlan,
    compare,
    simulate,
    solve,
    bench,
    hla,
    completion,
    help,
  ]
) { arguments, console in
  if arguments[showVersion] { console.print("tandem \(Version.number)") }
  return .done
}

private let showVersion = Option<Bool>("version", help: "Print the version.")
