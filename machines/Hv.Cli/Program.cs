using Hv.Cli;
using Hv.Cli.Output;
using Hv.Pseries;

var catalog = new PlatformCatalog(MachineCatalog.Families, DeviceCatalog.All);
return new HvApplication(catalog, CliConsole.OfProcess(), PseriesDeviceTree.Find).Run(args);
