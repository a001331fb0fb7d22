#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

exit(Frame.run(CommandLine.arguments))
