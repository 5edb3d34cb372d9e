//! What `OpenDSS` calls things: commands, options, classes and their properties,
//! in its order (names may be shortened: the first in order that starts so wins),
//! each marked with what the importer does about it.
//!
//! In the tables `-name` has no effect on the network at the fundamental frequency
//! and is passed over, `!name` would change it and is not understood, a bare name
//! is read.

/// What the importer does about a command, an option or a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It is read.
    Read,
    /// It has no effect on the network.
    None,
    /// It would change the network and is not understood.
    Refused,
}

/// A class of elements.
#[derive(Debug)]
pub struct Class {
    /// Its name in lower case.
    pub name: &'static str,
    /// What the importer does about its elements.
    pub effect: Effect,
    properties: &'static str,
}

impl Class {
    /// The class called `name`.
    pub fn find(name: &str) -> Option<&'static Self> {
        let name = name.to_lowercase();
        CLASSES.iter().find(|class| class.name == name)
    }

    /// The property that `name` means, shortened or not.
    pub fn property(&self, name: &str) -> Option<(&'static str, Effect)> {
        lookup(self.properties, name)
    }

    /// The property at `position`, from 1.
    pub fn property_at(&self, position: usize) -> Option<&'static str> {
        let entry = self.properties.split_ascii_whitespace().nth(position - 1);
        entry.map(|entry| marked(entry).0)
    }

    /// The position of property `name`, from 1.
    pub fn position(&self, name: &str) -> Option<usize> {
        let mut entries = self.properties.split_ascii_whitespace();
        let index = entries.position(|entry| marked(entry).0 == name)?;
        Some(index + 1)
    }
}

/// The command that `name` means.
pub fn command(name: &str) -> Option<(&'static str, Effect)> {
    lookup(COMMANDS, name)
}

/// The option of `Set` that `name` means.
pub fn option(name: &str) -> Option<(&'static str, Effect)> {
    lookup(OPTIONS, name)
}

fn lookup(table: &'static str, name: &str) -> Option<(&'static str, Effect)> {
    if name.is_empty() {
        return None;
    }
    let mut entries = table.split_ascii_whitespace().map(marked);
    let exact = entries.clone().find(|(entry, _)| *entry == name);
    exact.or_else(|| entries.find(|(entry, _)| entry.starts_with(name)))
}

fn marked(entry: &'static str) -> (&'static str, Effect) {
    if let Some(name) = entry.strip_prefix('!') {
        (name, Effect::Refused)
    } else if let Some(name) = entry.strip_prefix('-')
        && !name.is_empty()
    {
        (name, Effect::None)
    } else {
        (entry, Effect::Read)
    }
}

const COMMANDS: &str = "new edit more m ~ select -save -show -solve enable disable -plot -reset \
    compile set -dump open close -// redirect -help -quit -? -next -panel -sample clear -about \
    -calcvoltagebases -setkvbase -buildy -get -init -export -fileedit -voltages -currents -powers \
    -seqvoltages -seqcurrents -seqpowers -losses -phaselosses -cktlosses !allocateloads -formedit \
    -totals -capacity -classes -userclasses -zsc -zsc10 -zscrefresh -ysc -puvoltages -varvalues \
    -varnames buscoords -makebuslist !makeposseq !reduce !interpolate -alignfile -top !rotate \
    -vdiff -summary !distribute -di_plot -comparecases -yearlycurves !cd -visualize -closedi \
    -doscmd !estimate !reconductor -_initsnap -_solvenocontrol -_samplecontrols -_docontrolactions \
    -_showcontrolqueue -_solvedirect -_solvepflow -addbusmarker -uuids !setloadandgenkv \
    -cvrtloadshapes -nodediff !rephase setbusxy !updatestorage !obfuscate !latlongcoords batchedit \
    -pstcalc -variable -reprocessbuses -clearbusmarkers -relcalc !var -cleanup -finishtimestep \
    -nodelist -connect -disconnect !remove -calcincmatrix -calcincmatrix_o -refine_buslevels \
    -calclaplacian -exportoverloads -exportvviolations -zsc012 -allpceatbus -allpdeatbus \
    -totalpowers !giscoords clearall -comhelp -newactor -wait -solveall -abort !clone";

const OPTIONS: &str = "-type -element -hour -sec year frequency -stepsize -mode -random -number \
    -time -class -object -circuit -editor -tolerance -maxiterations -h loadmodel loadmult \
    -normvminpu -normvmaxpu -emergvminpu -emergvmaxpu -%mean -%stddev -ldcurve -%growth -genkw \
    -genpf -capkvar -addtype allowduplicates -zonelock -ueweight -lossweight -ueregs -lossregs \
    -voltagebases -algorithm -trapezoidal -autobuslist controlmode -tracecontrol genmult \
    -defaultdaily -defaultyearly !allocationfactors cktmodel -pricesignal -pricecurve -terminal \
    basefrequency -harmonics -maxcontroliter -bus -datapath -keeplist -reduceoption \
    -demandinterval -%normal -diverbose -casename -markercode -nodewidth -log -recorder \
    -overloadreport -voltexceptionreport !cfactors -showexport -numallociterations \
    defaultbasefrequency -markswitches -switchmarkercode -daisysize -marktransformers \
    -transmarkercode -transmarkersize -loadshapeclass earthmodel -querylog -markcapacitors \
    -markregulators -markpvsystems -markstorage -capmarkercode -regmarkercode -pvmarkercode \
    -storemarkercode -capmarkersize -regmarkersize -pvmarkersize -storemarkersize -neglectloady \
    -markfuses -fusemarkercode -fusemarkersize -markreclosers -reclosermarkercode \
    -reclosermarkersize -registryupdate -markrelays -relaymarkercode -relaymarkersize -processtime \
    -totaltime -steptime -sampleenergymeters -miniterations -dssvisualizationtool -keepload -zmag \
    -seasonrating -seasonsignal -linetypes -eventlogdefault longlinecorrection -showreports \
    -numcpus -numcores -numactors -activeactor -cpu -actorprogress -parallel -concatenatereports \
    -numanodes";

const fn read(name: &'static str, properties: &'static str) -> Class {
    Class {
        name,
        effect: Effect::Read,
        properties,
    }
}

const fn quiet(name: &'static str) -> Class {
    Class {
        name,
        effect: Effect::None,
        properties: "",
    }
}

const fn refused(name: &'static str) -> Class {
    Class {
        name,
        effect: Effect::Refused,
        properties: "",
    }
}

const CLASSES: &[Class] = &[
    read(
        "linecode",
        "nphases r1 x1 r0 x0 c1 c0 units rmatrix xmatrix cmatrix basefreq normamps -emergamps \
         -faultrate -pctperm -repair kron rg xg rho -neutral b1 b0 -seasons -ratings -linetype like",
    ),
    read(
        "loadshape",
        "npts interval mult hour -mean -stddev csvfile sngfile dblfile action qmult useactual \
         pmax -qmax sinterval minterval pbase -qbase pmult pqcsvfile -memorymapping -interpolation \
         like",
    ),
    read(
        "xfmrcode",
        "phases windings wdg conn kv kva tap %r rneut xneut conns kvs kvas taps xhl xht xlt \
         xscarray -thermal -n -m -flrise -hsrise %loadloss %noloadloss -normhkva -emerghkva \
         -maxtap -mintap -numtaps %imag ppm_antifloat %rs x12 x13 x23 -rdcohms -seasons -ratings \
         like",
    ),
    read(
        "line",
        "bus1 bus2 linecode length phases r1 x1 r0 x0 c1 c0 rmatrix xmatrix cmatrix switch rg xg \
         rho geometry units spacing wires earthmodel !cncables !tscables b1 b0 -seasons \
         -ratings -linetype normamps -emergamps -faultrate -pctperm -repair basefreq enabled like",
    ),
    read(
        "vsource",
        "bus1 basekv pu angle frequency phases mvasc3 mvasc1 x1r1 x0r0 isc3 isc1 r1 x1 r0 x0 \
         -scantype sequence bus2 z1 z0 z2 puz1 puz0 puz2 basemva !yearly !daily !duty model \
         -puzideal -spectrum basefreq enabled like",
    ),
    read(
        "load",
        "phases bus1 kv kw pf model yearly daily duty -growth conn kvar rneut -xneut status -class \
         vminpu vmaxpu -vminnorm -vminemerg xfkva allocationfactor kva -%mean -%stddev cvrwatts \
         cvrvars kwh kwhdays cfactor !cvrcurve -numcust zipv -%seriesrl -relweight vlowpu \
         -puxharm -xrharm -spectrum basefreq enabled like",
    ),
    read(
        "transformer",
        "phases windings wdg bus conn kv kva tap %r rneut xneut buses conns kvs kvas taps xhl xht \
         xlt xscarray -thermal -n -m -flrise -hsrise %loadloss %noloadloss -normhkva -emerghkva \
         -sub -maxtap -mintap -numtaps -subname %imag ppm_antifloat %rs -bank xfmrcode -xrconst \
         x12 x13 x23 leadlag -wdgcurrents -core -rdcohms -seasons -ratings -normamps -emergamps \
         -faultrate -pctperm -repair basefreq enabled like",
    ),
    read(
        "capacitor",
        "bus1 bus2 phases kvar kv conn !cmatrix !cuf !r !xl !harm numsteps states -normamps \
         -emergamps -faultrate -pctperm -repair basefreq enabled like",
    ),
    read(
        "reactor",
        "bus1 bus2 phases kvar kv conn !rmatrix !xmatrix !parallel r x !rp !z1 !z2 !z0 z !rcurve \
         !lcurve lmh -normamps -emergamps -faultrate -pctperm -repair basefreq enabled like",
    ),
    read(
        "generator",
        "phases bus1 kv kw pf kvar model vminpu vmaxpu yearly daily duty dispmode -dispvalue conn \
         status -class -vpu -maxkvar -minkvar -pvfactor -forceon -kva -mva -xd -xdp -xdpp -h -d \
         -usermodel -userdata -shaftmodel -shaftdata -dutystart -debugtrace !balanced -xrdp \
         -usefuel -fuelkwh -%fuel -%reserve -refuel -dynamiceq -dynout -spectrum basefreq enabled \
         !like",
    ),
    read(
        "pvsystem",
        "phases bus1 kv irradiance pmpp %pmpp temperature pf conn kvar kva -%cutin %cutout \
         effcurve p-tcurve -%r -%x model vminpu vmaxpu !balanced !limitcurrent yearly daily duty \
         -tyearly -tdaily -tduty -class !usermodel -userdata -debugtrace varfollowinverter \
         -dutystart !wattpriority !pfpriority !%pminnovars !%pminkvarmax !kvarmax !kvarmaxabs \
         -kvdc -kp -pitol -safevoltage -safemode -dynamiceq -dynout !controlmode -amplimit \
         -amplimitgain -spectrum basefreq enabled !like",
    ),
    read(
        "storage",
        "phases bus1 kv conn kw kvar pf kva -%cutin -%cutout !effcurve -varfollowinverter \
         !kvarmax !kvarmaxabs !wattpriority !pfpriority !%pminnovars !%pminkvarmax kwrated \
         !%kwrated kwhrated kwhstored %stored %reserve state %discharge %charge -%effcharge \
         -%effdischarge %idlingkw -%idlingkvar -%r -%x model vminpu vmaxpu !balanced \
         !limitcurrent yearly daily duty dispmode -dischargetrigger -chargetrigger \
         -timechargetrig -class -dynadll -dynadata -usermodel -userdata -debugtrace -kvdc -kp \
         -pitol -safevoltage -safemode -dynamiceq -dynout !controlmode -amplimit -amplimitgain \
         -spectrum basefreq enabled !like",
    ),
    read(
        "xycurve",
        "npts points yarray xarray !csvfile !sngfile !dblfile -x -y !xshift !yshift !xscale \
         !yscale !like",
    ),
    read(
        "wiredata",
        "rdc rac runits gmrac gmrunits radius radunits -normamps -emergamps diam -seasons -ratings \
         capradius like",
    ),
    read("linespacing", "-nconds -nphases x h units like"),
    read(
        "linegeometry",
        "nconds nphases cond wire x h units -normamps -emergamps reduce spacing wires !cncable \
         !tscable !cncables !tscables -seasons -ratings -linetype !like",
    ),
    quiet("tshape"),
    quiet("priceshape"),
    quiet("growthshape"),
    quiet("tcc_curve"),
    quiet("spectrum"),
    quiet("cndata"),
    quiet("tsdata"),
    quiet("dynamicexp"),
    quiet("relay"),
    quiet("recloser"),
    quiet("fuse"),
    quiet("monitor"),
    quiet("energymeter"),
    quiet("sensor"),
    refused("isource"),
    refused("vccs"),
    refused("regcontrol"),
    refused("capcontrol"),
    refused("fault"),
    refused("gendispatcher"),
    refused("storagecontroller"),
    refused("swtcontrol"),
    refused("upfc"),
    refused("upfccontrol"),
    refused("espvlcontrol"),
    refused("indmach012"),
    refused("gicsource"),
    refused("autotrans"),
    refused("invcontrol"),
    refused("expcontrol"),
    refused("gicline"),
    refused("gictransformer"),
    refused("vsconverter"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortened_names_take_the_first_in_order() {
        let load = Class::find("LOAD").expect("a class");
        assert_eq!(load.property("vmin"), Some(("vminpu", Effect::Read)));
        assert_eq!(load.property("k"), Some(("kv", Effect::Read)));
        assert_eq!(load.property("nonsense"), None);
        assert_eq!(load.property_at(3), Some("kv"));
        assert_eq!(load.position("kw"), Some(4));
        assert_eq!(command("~"), Some(("~", Effect::Read)));
        assert_eq!(command("closedi"), Some(("closedi", Effect::None)));
        assert_eq!(command("redir"), Some(("redirect", Effect::Read)));
        assert_eq!(
            option("defaultbasefreq"),
            Some(("defaultbasefrequency", Effect::Read))
        );
    }
}
