// A program for the tests of Ctrl-C and of the progress line; no part of any product.
//
// stubborn polite FILE    begins FILE, waits until it is asked to stop, and stops
// stubborn deaf FILE      begins FILE, says so when it is asked to stop, and goes on
// stubborn busy           works for a moment under a progress line, with a message in between

import TandemFiles
import TandemTerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let words = CommandLine.arguments.dropFirst()
let console = Console()
Interruption.install()

func say(_ line: String) { _ = write(STDOUT_FILENO, line + "\n", line.utf8.count + 1) }

func begin(_ path: String) throws(Problem) -> AtomicFile {
  let file = try AtomicFile(path)
  try file.write(String(repeating: "unfinished\n", count: 100_000))
  say("begun")
  return file
}

func waitUntilAsked() {
  while !Interruption.isRequested { usleep(1000) }
}

switch words.first {
case "polite":
  let file = try begin(words.last!)
  waitUntilAsked()
  do {
    try Interruption.check()
    try file.commit()
  } catch {
    say("stopped")
  }
  withExtendedLifetime(file) {}
case "deaf":
  let file = try begin(words.last!)
  waitUntilAsked()
  say("asked")
  while true { withExtendedLifetime(file) { _ = usleep(1000) } }
case "busy":
  console.progress("Kneading", of: 40) { progress in
    for step in 0..<40 {
      usleep(25_000)
      progress.advance()
      if step == 30 { console.note("Half time.") }
    }
    progress.enter("Sifting", of: 100_000)
    for _ in 0..<100_000 { progress.advance() }
    progress.enter("Baking", of: 10)
    for _ in 0..<10 {
      usleep(25_000)
      progress.advance()
    }
  }
  console.print("bread")
  try console.finish()
default:
  exit(2)
}
exit(Interruption.isRequested ? Interruption.exitCode : 0)
