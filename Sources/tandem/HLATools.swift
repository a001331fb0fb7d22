import TandemArguments

/// `tandem hla`: the HLA tools on their own, a file each beside this one.
let hlaTools: Command = Command(
  "hla", "HLA tools on their own: crossmatch and calculated PRA.",
  subcommands: [hlaCrossmatch, hlaCPRA])
