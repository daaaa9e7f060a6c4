using System.CommandLine;
using WisdomWave.Load;

// Long enough to end all started processes after Ctrl+C.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await RunCommand.Create().Parse(args).InvokeAsync(invocation);
