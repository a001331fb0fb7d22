import TandemArguments
import TandemTerminal
import TestSupport
import Testing

/// What `--help` and the README's tables show.
struct HelpTests {
  @Test func `the help of a command with everything`() throws {
    try expectSnapshot(Bakery.bake.help(path: ["bakery", "bake"]), "bake.txt")
  }

  @Test func `the help of a command with sub-commands`() throws {
    try expectSnapshot(Bakery.all.help(path: ["bakery"]), "bakery.txt")
    try expectSnapshot(Bakery.ovens.help(path: ["bakery", "oven"]), "oven.txt")
  }

  @Test func `the tables for the README`() throws {
    try expectSnapshot(Bakery.all.markdownTables, "tables.md")
  }

  @Test(arguments: [80, 88, 100])
  func `no line is wider than asked, but for lines kept as they are`(width: Int) {
    let page = Bakery.bake.help(path: ["bakery", "bake"], width: width)
    for line in page.split(separator: "\n") { #expect(line.count <= width) }
  }

  @Test func `marks change the look and not the text`() {
    let plain = Bakery.bake.help(path: ["bakery", "bake"])
    var marked = Bakery.bake.help(path: ["bakery", "bake"], style: Style(isColoured: true))
    #expect(marked != plain)
    for code in ["1", "36", "0"] { marked.replace("\u{1B}[\(code)m", with: "") }
    #expect(marked == plain)
  }
}
