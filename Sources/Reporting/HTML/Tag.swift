/// The name of an HTML or SVG element. Names are written in the program, never taken from data.
public struct Tag: Sendable {
  let name: StaticString
  /// Whether the element has no content and no end tag.
  let isVoid: Bool

  init(_ name: StaticString, isVoid: Bool = false) {
    self.name = name
    self.isVoid = isVoid
  }
}

extension Tag {
  // MARK: The page
  public static let html = Tag("html")
  public static let head = Tag("head")
  public static let meta = Tag("meta", isVoid: true)
  public static let title = Tag("title")
  public static let body = Tag("body")
  public static let header = Tag("header")
  public static let main = Tag("main")
  public static let section = Tag("section")
  public static let footer = Tag("footer")
  public static let nav = Tag("nav")
  public static let div = Tag("div")
  public static let noscript = Tag("noscript")

  // MARK: Text
  public static let h1 = Tag("h1")
  public static let h2 = Tag("h2")
  public static let h3 = Tag("h3")
  public static let p = Tag("p")
  public static let span = Tag("span")
  public static let strong = Tag("strong")
  public static let em = Tag("em")
  public static let small = Tag("small")
  public static let code = Tag("code")
  public static let bdi = Tag("bdi")
  public static let a = Tag("a")
  public static let ul = Tag("ul")
  public static let ol = Tag("ol")
  public static let li = Tag("li")
  public static let dl = Tag("dl")
  public static let dt = Tag("dt")
  public static let dd = Tag("dd")
  public static let details = Tag("details")
  public static let summary = Tag("summary")

  // MARK: Tables
  public static let table = Tag("table")
  public static let caption = Tag("caption")
  public static let thead = Tag("thead")
  public static let tbody = Tag("tbody")
  public static let tr = Tag("tr")
  public static let th = Tag("th")
  public static let td = Tag("td")

  // MARK: Controls
  public static let form = Tag("form")
  public static let label = Tag("label")
  public static let input = Tag("input", isVoid: true)
  public static let select = Tag("select")
  public static let option = Tag("option")
  public static let button = Tag("button")

  // MARK: Pictures
  public static let svg = Tag("svg")
  public static let g = Tag("g")
  public static let rect = Tag("rect")
  public static let line = Tag("line")
  public static let path = Tag("path")
  public static let text = Tag("text")
  public static let circle = Tag("circle")
}
