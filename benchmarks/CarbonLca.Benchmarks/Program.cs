using CarbonLca.Benchmarks.Generator;

string[] names = args.Length > 1 ? args[1..] : [];
IEnumerable<SyntheticPreset> presets = names.Length == 0 ? SyntheticPresets.All : names.Select(SyntheticPresets.Named);
return PresetCheck.Run(presets, Console.Out) ? 0 : 1;
