/// One self-contained page: no network, no tracking, and nothing runs but the script that ships with it.
///
/// The content security policy in the page's head forbids every fetch and allows style sheet and script by
/// their digests alone, so that markup that somebody might smuggle in could not run even if it got through.
public struct WebPage: Sendable {
  private let title: String
  private let style: PageAsset
  private let script: PageAsset?
  private let content: HTML

  /// A page; without a script nothing at all may run in it.
  public init(title: String, style: PageAsset, script: PageAsset? = nil, @HTMLBuilder content: () -> HTML) {
    self.title = title
    self.style = style
    self.script = script
    self.content = content()
  }

  /// The file's text.
  public var text: String {
    let policy =
      "default-src 'none'; style-src \(style.allowance); script-src \(script?.allowance ?? "'none'"); base-uri 'none'; "
      + "form-action 'none'"
    let page = Tag.html(.fixed("lang", "en")) {
      Tag.head {
        Tag.meta(.fixed("charset", "utf-8"))
        Tag.meta(.fixed("http-equiv", "Content-Security-Policy"), .content(policy))
        Tag.meta(.fixed("name", "viewport"), .fixed("content", "width=device-width, initial-scale=1"))
        Tag.meta(.fixed("name", "referrer"), .fixed("content", "no-referrer"))
        Tag.meta(.fixed("name", "color-scheme"), .fixed("content", "light dark"))
        Tag.title { title }
        HTML.asset(style)
      }
      Tag.body {
        content
        if let script { HTML.asset(script) }
      }
    }
    return "<!DOCTYPE html>\n" + page.markup + "\n"
  }
}
