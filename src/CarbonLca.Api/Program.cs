return CarbonLca.Api.ServiceHost.Run(args, Console.Error);
