public import TandemFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A release in its compiled form, kept in the user's cache folder so that it is read in milliseconds.
///
/// The file is named by a digest over path, size and time of change of every table, so that another or an
/// edited release has another file. It carries a digest of its content; a file that is cut short, changed
/// or of another version counts as absent and is written anew. When the folder cannot be written to, the
/// release is compiled each time.
public struct ReleaseCache: Sendable {
  private let folder: String?

  /// A cache in a folder; nil keeps nothing.
  public init(folder: String?) { self.folder = folder }

  /// The cache of the user: `tandem` in `$XDG_CACHE_HOME`, or in `.cache` of the home folder.
  public static var ofUser: ReleaseCache {
    if let path = environment("XDG_CACHE_HOME"), path.hasPrefix("/") {
      return ReleaseCache(folder: path + "/tandem")
    }
    return ReleaseCache(folder: environment("HOME").map { $0 + "/.cache/tandem" })
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// The nomenclature of the release in `folder`, from the cache or compiled and kept there.
  public func nomenclature(ofRelease folder: String) throws(Problems) -> Nomenclature {
    let release = try Release(folder)
    let path = self.folder.map { "\($0)/hla-\(ReleaseCache.key(release)).bin" }
    if let path, let kept = ReleaseCache.read(path) { return kept }
    let nomenclature = try Nomenclature(release)
    if let path, let cacheFolder = self.folder {
      ReleaseCache.makeFolder(cacheFolder)
      if let file = try? AtomicFile(path),
        (try? file.write(PackedNomenclature.bytes(of: nomenclature))) != nil
      {
        try? file.commit()
      }
    }
    return nomenclature
  }

  private static func read(_ path: String) -> Nomenclature? {
    guard let file = try? MappedFile(path) else { return nil }
    return withExtendedLifetime(file) { PackedNomenclature.read(file.bytes) }
  }

  private static func makeFolder(_ path: String) {
    var built = ""
    for part in path.split(separator: "/") {
      built += "/" + part
      mkdir(built, 0o700)
    }
  }

  private static func key(_ release: Release) -> String {
    var text = "\(PackedNomenclature.version)"
    for (name, file) in release.files.sorted(by: { $0.key < $1.key }) {
      var status = stat()
      let path = realpath(file.path, nil)
      defer { free(path) }
      if stat(file.path, &status) != 0 { continue }
      #if canImport(Glibc)
        let time = status.st_mtim
      #else
        let time = status.st_mtimespec
      #endif
      let place = path.map { String(cString: $0) } ?? file.path
      text += "\n\(name)\t\(place)\t\(status.st_size)\t\(time.tv_sec).\(time.tv_nsec)"
    }
    return String(SHA256.hex(text).prefix(32))
  }
}

/// The bytes of a compiled nomenclature: a line with the format's name, a line with the digest of what
/// follows, then title, columns and antigens.
enum PackedNomenclature {
  static let version = "tandem-hla-2"

  static func bytes(of nomenclature: Nomenclature) -> [UInt8] {
    var body: [UInt8] = []
    append(Array(nomenclature.title.utf8), to: &body)
    for column in [
      nomenclature.alleles, nomenclature.pGroups, nomenclature.gGroups, nomenclature.antigens,
      nomenclature.formerNames, nomenclature.presentNames,
    ] {
      append(column, to: &body)
    }
    append(nomenclature.antigenStarts, to: &body)
    append(nomenclature.serology.entries.flatMap(words), to: &body)
    let digest = body.withUnsafeBytes { SHA256.hex($0) }
    return Array("\(version)\n\(digest)\n".utf8) + body
  }

  /// The nomenclature, or nil when the bytes are not exactly what `bytes(of:)` writes.
  static func read(_ bytes: UnsafeRawBufferPointer) -> Nomenclature? {
    let head = version.utf8.count + 1 + 64 + 1
    guard bytes.count > head else { return nil }
    let body = UnsafeRawBufferPointer(rebasing: bytes[head...])
    guard bytes[..<head].elementsEqual("\(version)\n\(SHA256.hex(body))\n".utf8) else { return nil }
    var at = 0
    guard let title: [UInt8] = take(body, &at) else { return nil }
    var columns = NomenclatureColumns()
    guard let alleles: [UInt64] = take(body, &at), let pGroups: [UInt64] = take(body, &at),
      let gGroups: [UInt64] = take(body, &at), let antigens: [UInt64] = take(body, &at),
      let formerNames: [UInt64] = take(body, &at), let presentNames: [UInt64] = take(body, &at),
      let antigenStarts: [UInt32] = take(body, &at), let serology: [UInt64] = take(body, &at),
      at == body.count, pGroups.count == alleles.count, gGroups.count == alleles.count,
      antigenStarts.count == alleles.count + 1, formerNames.count == presentNames.count,
      Int(antigenStarts.last ?? 0) == antigens.count
    else { return nil }
    columns.alleles = alleles
    columns.pGroups = pGroups
    columns.gGroups = gGroups
    columns.antigens = antigens
    columns.formerNames = formerNames
    columns.presentNames = presentNames
    columns.antigenStarts = antigenStarts
    return Nomenclature(
      columns: columns, title: String(decoding: title, as: UTF8.self), isBuiltIn: false,
      serology: Serology(entries: entries(serology)))
  }

  private static func append<Value: BitwiseCopyable>(_ column: [Value], to bytes: inout [UInt8]) {
    withUnsafeBytes(of: UInt64(column.count)) { bytes.append(contentsOf: $0) }
    column.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  private static func take<Value: BitwiseCopyable>(_ bytes: UnsafeRawBufferPointer, _ at: inout Int)
    -> [Value]?
  {
    guard at + 8 <= bytes.count else { return nil }
    let count = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    let size = MemoryLayout<Value>.stride
    guard count <= UInt64((bytes.count - at - 8) / size) else { return nil }
    let start = at + 8
    at = start + Int(count) * size
    return [Value](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: bytes[start..<at]))
      filled = Int(count)
    }
  }

  private static let ranks: [Serology.Rank] = [.single, .broad, .split, .associated]
  private static let epitopes: [AlleleTable.BwEpitope?] = [nil, .bw4, .bw6, AlleleTable.BwEpitope.none]

  /// Antigen, rank, epitope, companion, number of parents, parents.
  private static func words(_ entry: Serology.Entry) -> [UInt64] {
    [
      entry.antigen.bits, UInt64(ranks.firstIndex(of: entry.rank) ?? 0),
      UInt64(epitopes.firstIndex(of: entry.bw) ?? 0), entry.companion?.bits ?? 0, UInt64(entry.parents.count),
    ] + entry.parents.map(\.bits)
  }

  private static func entries(_ words: [UInt64]) -> [Serology.Entry] {
    var entries: [Serology.Entry] = []
    var at = 0
    while at + 5 <= words.count {
      let parents = words[(at + 5)..<min(words.count, at + 5 + Int(words[at + 4]))].map { HLAName(bits: $0) }
      entries.append(
        Serology.Entry(
          antigen: HLAName(bits: words[at]), rank: ranks[Int(words[at + 1])], parents: parents,
          bw: epitopes[Int(words[at + 2])],
          companion: words[at + 3] == 0 ? nil : HLAName(bits: words[at + 3])))
      at += 5 + parents.count
    }
    return entries
  }
}
