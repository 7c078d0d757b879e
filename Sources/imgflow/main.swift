import Glibc
import ImgflowCLI

signal(SIGPIPE, SIG_IGN)
let arguments = Array(CommandLine.arguments.dropFirst())
CommandLineTool.prepare()
exit(await CommandLineTool.run(arguments, .system))
