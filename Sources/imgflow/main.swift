import Glibc
import ImgflowCLI

signal(SIGPIPE, SIG_IGN)
exit(await CommandLineTool.run(Array(CommandLine.arguments.dropFirst()), .system))
