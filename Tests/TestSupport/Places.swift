/// The project's root, for tests that read its own files.
public let projectRoot: String = {
  let parts = #filePath.split(separator: "/").dropLast(3)
  return "/" + parts.joined(separator: "/")
}()

/// The folder of the files that ship with the project.
public let dataFolder = projectRoot + "/Data"
