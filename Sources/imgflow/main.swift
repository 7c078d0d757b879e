import Glibc
import ImgflowCLI
import ImgflowEngine
import ImgflowRuntime

// A closed pipe, and a file that may grow no more, are errors of the call that writes.
signal(SIGPIPE, SIG_IGN)
signal(SIGXFSZ, SIG_IGN)
let arguments = CommandLineTool.arguments
CommandLineTool.prepare()
let code = await CommandLineTool.run(arguments, .system)
// Not `exit`: a hundred libraries would clean up, one after the other, what goes with the process; and one
// thread may still be opening them.
fflush(nil)
_exit(code.rawValue)
