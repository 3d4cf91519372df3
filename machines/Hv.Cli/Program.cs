using Hv.Cli;
using Hv.Cli.Output;

var program = DeliveredPlatforms.Application(CliConsole.OfProcess());

// The build puts a copy of the program beside it that runs a machine without being told to: libqtest and scripts start it.
var name = Path.GetFileNameWithoutExtension(Environment.ProcessPath) ?? "";
return name.StartsWith("hv-system-", StringComparison.Ordinal) ? program.RunMachine(name, args) : program.Run(args);
