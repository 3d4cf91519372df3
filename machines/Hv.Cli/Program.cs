using Hv.Cli;
using Hv.Cli.Output;

return new HvApplication(new PlatformCatalog([], []), CliConsole.OfProcess()).Run(args);
