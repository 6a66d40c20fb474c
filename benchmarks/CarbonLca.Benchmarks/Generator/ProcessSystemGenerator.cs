using CarbonLca.Numerics.Sparse;

namespace CarbonLca.Benchmarks.Generator;

/// <summary>Lays out families of processes, gives them recipes, and turns value shares into physical coefficients.</summary>
internal sealed class ProcessSystemGenerator
{
    private const int MaximumHubCount = 24;
    private const int VoltageLevels = 3;        // families 0, 1, 2: electricity at high, medium and low voltage
    private const int PoolSize = 8;             // neighbouring grids that trade most of what they use
    private const int PoolSpacing = 60;         // one pool in so many grids
    private const double CapitalDecades = 3;  // typical price of a plant, as a power of ten
    private const double HighVoltagePrice = 0.06;
    private const double MediumVoltagePrice = 0.08;
    private const double LowVoltagePrice = 0.107;
    private const double GeneratorPrice = 0.042;
    private const double SameIndustry = 0.45;   // share of the inputs that come from near by in the list of products
    private const double Widespread = 0.25;     // share of the inputs that are popular products
    private const int IndustrySize = 30;
    private const double MarketShare = 0.72;    // value of the mixed product in what a market supplies
    private const double VoltageShare = 0.75;   // value of the higher voltage in what a transformation supplies

    private readonly ProcessSystemSpec _spec;
    private readonly int _hubCount;
    private readonly int _gridCount;
    private readonly int _gridSize;
    private readonly int _electricityCount;
    private readonly List<ProcessFamily> _families = [];
    private readonly List<int> _coreProducts = [];
    private readonly List<int> _coreWastes = [];
    private readonly List<int> _endProducts = [];
    private readonly List<int> _endWastes = [];
    private readonly List<int>[] _fedBy;
    private readonly SyntheticProcess[] _processes;
    private readonly double[] _price;
    private readonly int[] _place;
    private readonly TripletBuilder _technosphere;

    public ProcessSystemGenerator(ProcessSystemSpec spec)
    {
        _spec = spec;
        _hubCount = Math.Clamp(spec.ProcessCount / 250, 4, MaximumHubCount);
        _gridSize = spec.ProducersPerGrid + VoltageLevels;
        _gridCount = (int)Math.Round(spec.ProcessCount * spec.ElectricityShare / _gridSize);
        _electricityCount = _gridCount * _gridSize;
        if (_gridCount < PoolSize || spec.ProcessCount < 1000)
            throw new ArgumentException($"'{spec.Name}' has {spec.ProcessCount} processes and {_gridCount} grids; expected at least 1000 and {PoolSize}.", nameof(spec));
        _processes = new SyntheticProcess[spec.ProcessCount];
        _price = new double[spec.ProcessCount];
        _place = new int[spec.ProcessCount];
        _technosphere = new TripletBuilder(spec.ProcessCount, spec.ProcessCount);
        LayOutGrids();
        LayOutFamilies();
        _fedBy = new List<int>[_families.Count];
        ChooseConsumers();
        Shuffle();
    }

    public SyntheticSystem Generate()
    {
        Recipe[] technologies = new Recipe[_spec.ProducersPerGrid];
        for (int t = 0; t < technologies.Length; t++)
            technologies[t] = MakeRecipe(family: null, new RandomStream(_spec.Seed, StreamPurpose.Recipe, -1 - t));
        AddGrids(technologies);
        foreach (ProcessFamily family in _families.Skip(VoltageLevels))
        {
            Recipe recipe = MakeRecipe(family, new RandomStream(_spec.Seed, StreamPurpose.Recipe, family.Index));
            for (int v = 0; v < family.Variants; v++)
                AddVariant(family.First + v, recipe, new RandomStream(_spec.Seed, StreamPurpose.Variant, family.First + v));
            if (family.HasMarket)
                AddMarket(family);
        }

        SyntheticProcess[] shuffled = new SyntheticProcess[_processes.Length];
        for (int j = 0; j < shuffled.Length; j++)
            shuffled[_place[j]] = _processes[j];
        (CscMatrix biosphere, CscMatrix factors) = new EmissionsGenerator(_spec, _processes, _price, _place).Generate();
        return new SyntheticSystem(_spec, _technosphere.ToCsc(), biosphere, factors, shuffled);
    }

    private int HighVoltage(int grid) => (grid * _gridSize) + _spec.ProducersPerGrid;

    private int MediumVoltage(int grid) => HighVoltage(grid) + 1;

    private int LowVoltage(int grid) => HighVoltage(grid) + 2;

    private bool IsWaste(int process) => _processes[process].Role is ProcessRole.Treatment or ProcessRole.WasteMarket;

    private void LayOutGrids()
    {
        for (int level = 0; level < VoltageLevels; level++)
        {
            _families.Add(new ProcessFamily
            {
                Index = level,
                First = HighVoltage(0) + level,
                Variants = 1,
                HasMarket = false,
                IsWaste = false,
                IsCore = true,
                IsCapital = false,
                Price = level switch { 0 => HighVoltagePrice, 1 => MediumVoltagePrice, _ => LowVoltagePrice },
            });
        }
        for (int grid = 0; grid < _gridCount; grid++)
        {
            for (int t = 0; t < _spec.ProducersPerGrid; t++)
                Define((grid * _gridSize) + t, new SyntheticProcess(ProcessRole.Production, 0, grid), GeneratorPrice);
            Define(HighVoltage(grid), new SyntheticProcess(ProcessRole.Market, 0, grid), HighVoltagePrice);
            Define(MediumVoltage(grid), new SyntheticProcess(ProcessRole.Transformation, 1, grid), MediumVoltagePrice);
            Define(LowVoltage(grid), new SyntheticProcess(ProcessRole.Transformation, 2, grid), LowVoltagePrice);
        }
    }

    private void LayOutFamilies()
    {
        RandomStream random = new(_spec.Seed, StreamPurpose.Families);
        int next = _electricityCount;
        int coreEnd = (int)(_spec.ProcessCount * _spec.CoreShare);
        int coreWaste = (int)(_spec.ProcessCount * _spec.WasteShare * _spec.CoreShare);
        int endWaste = (int)(_spec.ProcessCount * _spec.WasteShare) - coreWaste;
        LayOut(coreEnd - coreWaste, isWaste: false, isCore: true, _coreProducts);
        LayOut(coreEnd, isWaste: true, isCore: true, _coreWastes);
        LayOut(coreEnd + endWaste, isWaste: true, isCore: false, _endWastes);
        LayOut(_spec.ProcessCount, isWaste: false, isCore: false, _endProducts);

        void LayOut(int end, bool isWaste, bool isCore, List<int> list)
        {
            while (next < end)
            {
                bool isHub = isCore && !isWaste && list.Count < _hubCount;
                int variants = 1 + random.Geometric(isWaste ? 16 : isHub ? Math.Clamp(_spec.ProcessCount / 250, 5, 20) : isCore ? 4 : 3);
                int room = end - next;
                if (variants + 1 >= room - 1)
                    variants = Math.Max(1, room - 1);
                bool hasMarket = room > variants && (isCore || variants > 1);
                bool isCapital = !isWaste && !isHub && random.Chance(0.06);
                double price = isHub ? random.Lognormal(-1, 0.4)
                    : isCapital ? random.Lognormal(CapitalDecades, _spec.PriceDecades)
                    : random.Lognormal(isWaste ? -1.5 : 0, _spec.PriceDecades);
                ProcessFamily family = new()
                {
                    Index = _families.Count,
                    First = next,
                    Variants = variants,
                    HasMarket = hasMarket,
                    IsWaste = isWaste,
                    IsCore = isCore,
                    IsCapital = isCapital,
                    Price = price,
                };
                int region = Popular(_gridCount, random);
                for (int v = 0; v < variants; v++)
                {
                    Define(next + v, new SyntheticProcess(isWaste ? ProcessRole.Treatment : ProcessRole.Production, family.Index, region), price);
                    region = Popular(_gridCount, random);
                }
                if (hasMarket)
                    Define(next + variants, new SyntheticProcess(isWaste ? ProcessRole.WasteMarket : ProcessRole.Market, family.Index, -1), price / MarketShare);
                list.Add(family.Index);
                _families.Add(family);
                next += family.Count;
            }
        }
    }

    private void Define(int process, SyntheticProcess what, double price)
    {
        _processes[process] = what;
        _price[process] = price;
    }

    /// <summary>Every family of the core feeds at least one other, so that the core is one strongly connected component.</summary>
    private void ChooseConsumers()
    {
        for (int f = 0; f < _fedBy.Length; f++)
            _fedBy[f] = [];
        RandomStream random = new(_spec.Seed, StreamPurpose.Feeding);
        foreach (int family in _coreProducts.Concat(_coreWastes))
        {
            int consumer;
            do
                consumer = _coreProducts[Near((int)(PositionOf(_families[family]) * _coreProducts.Count), random)];
            while (consumer == family);
            _fedBy[consumer].Add(family);
        }
    }

    private void Shuffle()
    {
        RandomStream random = new(_spec.Seed, StreamPurpose.Order);
        for (int j = 0; j < _place.Length; j++)
            _place[j] = j;
        for (int j = _place.Length - 1; j > 0; j--)
        {
            int k = random.Index(j + 1);
            (_place[j], _place[k]) = (_place[k], _place[j]);
        }
    }

    private Recipe MakeRecipe(ProcessFamily? family, RandomStream random)
    {
        List<Ingredient> ingredients = [];
        HashSet<int> used = [];
        if (family is not null)
            used.Add(family.Index);
        bool isCore = family?.IsCore ?? true;
        int home = (int)((family is null ? random.Uniform() : PositionOf(family)) * _coreProducts.Count);

        for (int h = 0; h < _hubCount; h++)
        {
            if (random.Chance(_spec.HubShare / (1 + (h / 3.0))))
                Use(_coreProducts[h], random.Lognormal(-0.3, 0.8));
        }
        if (family is not null)
        {
            foreach (int feeder in _fedBy[family.Index])
                Use(feeder, WeightOf(feeder));
        }
        int count = 2 + random.Geometric(_spec.RecipeInputs - 2);
        for (int k = 0; k < count; k++)
        {
            int chosen = Choose();
            Use(chosen, WeightOf(chosen));
        }
        List<int> wastes = isCore || random.Chance(0.5) ? _coreWastes : _endWastes;
        if (family?.IsWaste != true)
        {
            for (int k = random.Geometric(0.9); k > 0; k--)
                Use(wastes[random.Index(wastes.Count)], random.Lognormal(-1, 0.8));
        }

        double electricity = random.Chance(0.92) ? random.Lognormal(0.2, 0.5) : 0;
        return new Recipe([.. ingredients], electricity, random.Chance(0.35), random.Uniform(0.35, 0.74));

        void Use(int chosen, double weight)
        {
            if (used.Add(chosen))
                ingredients.Add(new Ingredient(chosen, weight));
        }

        double WeightOf(int chosen) => _families[chosen].IsCapital ? random.Lognormal(-1.5, 0.8)
            : _families[chosen].IsWaste ? random.Lognormal(-1, 0.8)
            : random.Lognormal(0, 0.9);

        // From the same industry, from what is widely used, or from anywhere; what is made for final use may also use what was
        // laid out before it.
        int Choose()
        {
            if (family is { IsCore: false, IsWaste: false } && family.Index > _endProducts[0] && random.Chance(0.3))
                return _endProducts[0] + random.Index(family.Index - _endProducts[0]);
            double kind = random.Uniform();
            return _coreProducts[kind < SameIndustry ? Near(home, random)
                : kind < SameIndustry + Widespread ? _hubCount + Popular(_coreProducts.Count - _hubCount, random)
                : random.Index(_coreProducts.Count)];
        }
    }

    /// <summary>Where a family stands among those of its kind, from 0 to 1: its industry.</summary>
    private double PositionOf(ProcessFamily family)
    {
        List<int> list = family.IsCore ? (family.IsWaste ? _coreWastes : _coreProducts) : (family.IsWaste ? _endWastes : _endProducts);
        return (family.Index - list[0]) / (double)list.Count;
    }

    /// <summary>A product of the core from the same industry.</summary>
    private int Near(int home, RandomStream random)
    {
        int at = home - (IndustrySize / 2) + random.Index(IndustrySize);
        return ((at % _coreProducts.Count) + _coreProducts.Count) % _coreProducts.Count;
    }

    /// <summary>One of 0 … count - 1, the first ones far more often than the last: the product of two uniforms.</summary>
    private static int Popular(int count, RandomStream random) => (int)(random.Uniform() * random.Uniform() * count);

    private void AddVariant(int process, Recipe recipe, RandomStream random)
    {
        int region = _processes[process].Region;
        Span<(int Provider, double Weight)> inputs = stackalloc (int, double)[recipe.Ingredients.Length + 1];
        int count = 0;
        double total = 0;
        foreach (Ingredient ingredient in recipe.Ingredients)
        {
            ProcessFamily used = _families[ingredient.Family];
            int provider = random.Chance(_spec.DirectSupplyShare) ? used.First + random.Index(used.Variants) : used.Supplier;
            Take(inputs, provider, ingredient.Weight * random.Lognormal(0, 0.12));
        }
        if (recipe.Electricity > 0)
            Take(inputs, recipe.MediumVoltage ? MediumVoltage(region) : LowVoltage(region), recipe.Electricity * random.Lognormal(0, 0.12));

        AddOutput(process, ownUse: 0);
        for (int k = 0; k < count; k++)
            AddInput(inputs[k].Provider, process, recipe.InputShare * inputs[k].Weight / total);

        void Take(Span<(int Provider, double Weight)> list, int provider, double weight)
        {
            list[count++] = (provider, weight);
            total += weight;
        }
    }

    private void AddMarket(ProcessFamily family)
    {
        int market = family.Supplier;
        RandomStream random = new(_spec.Seed, StreamPurpose.Market, family.Index);
        double[] weights = new double[family.Variants];
        double total = 0;
        for (int v = 0; v < weights.Length; v++)
            total += weights[v] = random.Lognormal(0, 0.6);
        AddOutput(market, ownUse: 0);
        for (int v = 0; v < weights.Length; v++)
            AddInput(family.First + v, market, MarketShare * weights[v] / total);

        // Transport by the first hubs: lorry nearly always, rail, ship and pipeline less often.
        double chance = 0.85;
        for (int h = 0; h < 4; h++)
        {
            if (random.Chance(chance) && family.Index != _coreProducts[h])
                AddInput(_families[_coreProducts[h]].Supplier, market, random.Lognormal(-2.2, 0.4));
            chance *= 0.6;
        }
    }

    private void AddGrids(Recipe[] technologies)
    {
        List<int>[] neighbours = TradePartners();
        for (int grid = 0; grid < _gridCount; grid++)
        {
            for (int t = 0; t < technologies.Length; t++)
                AddVariant((grid * _gridSize) + t, technologies[t], new RandomStream(_spec.Seed, StreamPurpose.Variant, (grid * _gridSize) + t));

            RandomStream random = new(_spec.Seed, StreamPurpose.Grid, grid);
            int high = HighVoltage(grid);
            bool inPool = PoolOf(grid) >= 0;
            double imported = inPool ? random.Uniform(0.86, 0.94) : random.Uniform(0.05, 0.45);
            AddOutput(high, ownUse: 0.02);
            double[] mix = Mix(_spec.ProducersPerGrid, 0.8);
            for (int t = 0; t < mix.Length; t++)
                AddInput((grid * _gridSize) + t, high, VoltageShare * (1 - imported) * mix[t]);
            double[] partners = Mix(neighbours[grid].Count, 0.3);
            for (int k = 0; k < partners.Length; k++)
                AddInput(HighVoltage(neighbours[grid][k]), high, VoltageShare * imported * partners[k]);

            AddOutput(MediumVoltage(grid), ownUse: 0.004);
            AddInput(high, MediumVoltage(grid), VoltageShare);
            AddEquipment(MediumVoltage(grid));
            AddOutput(LowVoltage(grid), ownUse: 0.01);
            AddInput(MediumVoltage(grid), LowVoltage(grid), VoltageShare);
            AddEquipment(LowVoltage(grid));

            double[] Mix(int count, double decades)
            {
                double[] shares = new double[count];
                double total = 0;
                for (int k = 0; k < count; k++)
                    total += shares[k] = random.Lognormal(0, decades);
                for (int k = 0; k < count; k++)
                    shares[k] /= total;
                return shares;
            }

            void AddEquipment(int process)
            {
                HashSet<int> used = [];
                for (int k = 0; k < 3; k++)
                {
                    int family = _coreProducts[_hubCount + random.Index(Math.Min(40, _coreProducts.Count - _hubCount))];
                    if (used.Add(family))
                        AddInput(_families[family].Supplier, process, random.Lognormal(-2.5, 0.5));
                }
            }
        }
    }

    /// <summary>The pool a grid belongs to, or -1.</summary>
    private int PoolOf(int grid) => grid % PoolSpacing < PoolSize && (grid / PoolSpacing * PoolSpacing) + PoolSize <= _gridCount ? grid / PoolSpacing : -1;

    /// <summary>Grids trade with their neighbours on a ring and with a few far away; within a pool with each other only.</summary>
    private List<int>[] TradePartners()
    {
        List<int>[] partners = new List<int>[_gridCount];
        for (int grid = 0; grid < _gridCount; grid++)
            partners[grid] = [];
        RandomStream random = new(_spec.Seed, StreamPurpose.Trade);
        for (int grid = 0; grid < _gridCount; grid++)
        {
            for (int step = 1; step <= 3; step++)
            {
                if (step == 1 || random.Chance(0.6))
                    Connect(grid, (grid + step) % _gridCount);
            }
            if (random.Chance(0.3))
                Connect(grid, random.Index(_gridCount));
            for (int other = grid + 1; PoolOf(grid) >= 0 && other < _gridCount && PoolOf(other) == PoolOf(grid); other++)
                Connect(grid, other);
        }
        return partners;

        void Connect(int a, int b)
        {
            if (a == b || partners[a].Contains(b))
                return;
            bool sameSide = PoolOf(a) == PoolOf(b);
            if (sameSide || PoolOf(a) < 0)
                partners[a].Add(b);
            if (sameSide || PoolOf(b) < 0)
                partners[b].Add(a);
        }
    }

    /// <summary>The reference flow of a process, less the share of it the process uses itself.</summary>
    private void AddOutput(int process, double ownUse)
    {
        double net = 1 - (ownUse * _spec.ValueShareFactor);
        _technosphere.Add(_place[process], _place[process], IsWaste(process) ? -net : net);
    }

    /// <summary>An input worth a share of what the consumer supplies: a product taken in, or a waste given away.</summary>
    private void AddInput(int provider, int consumer, double valueShare)
    {
        double amount = valueShare * _spec.ValueShareFactor * _price[consumer] / _price[provider];
        _technosphere.Add(_place[provider], _place[consumer], IsWaste(provider) ? amount : -amount);
    }
}
