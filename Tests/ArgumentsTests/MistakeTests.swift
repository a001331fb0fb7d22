import TandemArguments
import Testing

/// What a wrong command line is told.
struct MistakeTests {
  @Test func `a misspelt command gets a suggestion`() {
    #expect(Bakery.mistakes("bkae") == ["there is no command 'bkae'. Did you mean 'bake'?"])
    #expect(Bakery.mistakes("oven", "heta") == ["there is no command 'heta'. Did you mean 'heat'?"])
  }

  @Test func `a word unlike every command gets none`() {
    #expect(Bakery.mistakes("orchestra") == ["there is no command 'orchestra'."])
  }

  @Test func `a missing command is named with those there are`() {
    #expect(Bakery.mistakes() == ["a command is missing: bake, oven."])
    #expect(Bakery.mistakes("oven") == ["a command is missing: cold, heat."])
  }

  @Test func `an option before the command is told where it belongs`() {
    #expect(
      Bakery.mistakes("--loaves", "3", "bake") == ["'--loaves' stands before the command; options follow it."]
    )
  }

  @Test func `the same holds before a sub-command`() {
    #expect(
      Bakery.mistakes("oven", "--quiet", "cold")
        == ["'--quiet' stands before the command; options follow it.", "a command is missing: cold, heat."])
  }

  @Test func `a misspelt option gets a suggestion, and its value is not taken for an argument`() {
    #expect(
      Bakery.mistakes("bake", "stove", "--recipe", "a", "--loavs", "3")
        == ["there is no option '--loavs'. Did you mean '--loaves'?"])
  }

  @Test func `a misspelt required option is not called missing too`() {
    #expect(
      Bakery.mistakes("bake", "stove", "--recpie", "a")
        == ["there is no option '--recpie'. Did you mean '--recipe'?"])
  }

  @Test func `the beginning of one option alone is enough for a suggestion`() {
    #expect(
      Bakery.mistakes("bake", "stove", "--recipe", "a", "--qui")
        == ["there is no option '--qui'. Did you mean '--quiet'?"])
  }

  @Test func `a single dash before a long name gets the two dashes suggested`() {
    #expect(
      Bakery.mistakes("bake", "stove", "--recipe", "a", "-quiet")
        == ["there is no option '-quiet'. Did you mean '--quiet'?"])
  }

  @Test func `the word after an unknown option is not judged, since it may be its value`() {
    #expect(Bakery.mistakes("oven", "cold", "--zzzzzz", "7") == ["there is no option '--zzzzzz'."])
  }

  @Test func `an option at the end or before another option lacks its value`() {
    #expect(
      Bakery.mistakes("bake", "stove", "--recipe", "--loaves")
        == ["--recipe needs a value: a text.", "--loaves needs a value: a whole number, 1 to 500."])
  }

  @Test func `a flag takes no value`() {
    #expect(Bakery.mistakes("oven", "cold", "--quiet=yes") == ["--quiet takes no value, but 'yes' is given."])
  }

  @Test(arguments: ["twelve", "1.5", "", "1,000", "0x10", "99999999999999999999"])
  func `what is no whole number cannot be read as one`(text: String) {
    #expect(
      Bakery.mistakes("bake", "stove", "--recipe", "a", "--loaves", text)
        == ["--loaves '\(text)' cannot be read; expected a whole number, 1 to 500."])
  }

  @Test(arguments: ["nan", "inf", "0x1p-4", "1e999", "."])
  func `only decimal numbers are numbers`(text: String) {
    #expect(
      Bakery.mistakes("bake", "stove", "--recipe", "a", "--salt", text)
        == ["--salt '\(text)' cannot be read; expected a number, 0 or more and below 0.1."])
  }

  @Test(arguments: [("loaves", "0"), ("loaves", "501"), ("shift", "-51"), ("salt", "0.1"), ("salt", "-1e-9")])
  func `a value outside its range is told the range`(option: String, text: String) {
    let mistakes = Bakery.mistakes("bake", "stove", "--recipe", "a", "--\(option)", text)
    #expect(mistakes.count == 1)
    #expect(mistakes[0].hasPrefix("--\(option) '\(text)' is out of range; expected a "))
  }

  @Test func `a word that is not one of the choices gets a suggestion`() {
    #expect(
      Bakery.mistakes("bake", "stove", "--recipe", "a", "--grain", "weat")
        == ["--grain 'weat' cannot be read; expected one of rye, wheat, spelt. Did you mean 'wheat'?"])
  }

  @Test func `every bad item of a list is told`() {
    let mistakes = Bakery.mistakes("bake", "stove", "--recipe", "a", "--seeds", "rye,oak,,wheat")
    #expect(mistakes.count == 2)
  }

  @Test func `a single option given twice or thrice is told once`() {
    #expect(
      Bakery.mistakes("bake", "s", "--recipe", "a", "--loaves", "1", "--loaves", "2", "--loaves=3")
        == ["--loaves is given more than once."])
  }

  @Test func `what is required and absent is told with its placeholder`() {
    #expect(Bakery.mistakes("bake") == ["OVEN is missing.", "--recipe FILE is missing."])
  }

  @Test func `what is too much is told word by word`() {
    #expect(
      Bakery.mistakes("oven", "cold", "now", "please")
        == ["'now' is one argument too many.", "'please' is one argument too many."])
  }

  @Test func `a bad value from the environment is told with the variable's name`() {
    #expect(
      Bakery.mistakes("bake", "s", "--recipe", "a", environment: ["BAKERY_SHIFT": "warm"])
        == ["BAKERY_SHIFT 'warm' cannot be read; expected a whole number, -50 to 50."])
  }

  @Test func `all mistakes are told in one pass`() throws {
    let error = #expect(throws: Misuse.self) {
      try Bakery.all.parse(["bake", "--loaves", "many", "--grain=oak", "--quit", "--salt"])
    }
    #expect(
      error?.description == """
        bakery bake: 6 mistakes:
          --loaves 'many' cannot be read; expected a whole number, 1 to 500.
          --grain 'oak' cannot be read; expected one of rye, wheat, spelt.
          there is no option '--quit'. Did you mean '--quiet'?
          --salt needs a value: a number, 0 or more and below 0.1.
          OVEN is missing.
          --recipe FILE is missing.
        See 'bakery bake --help'.
        """)
  }

  @Test func `one mistake stands on one line, with the way to the help`() throws {
    let error = #expect(throws: Misuse.self) { try Bakery.all.parse(["oven", "cold", "--quite"]) }
    #expect(
      error?.description == """
        bakery oven cold: there is no option '--quite'. Did you mean '--quiet'?
        See 'bakery oven cold --help'.
        """)
  }

  @Test func `a command may add mistakes of its own`() throws {
    let arguments = try Bakery.arguments("oven", "cold")
    let misuse = Misuse(arguments, "The oven is cold already.")
    #expect(misuse.description.hasPrefix("bakery oven cold: The oven is cold already.\n"))
  }
}
