using Hv.Cli;
using Hv.Cli.Output;

return DeliveredPlatforms.Application(CliConsole.OfProcess()).Run(args);
