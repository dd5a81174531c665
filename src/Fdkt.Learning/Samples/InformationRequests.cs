namespace Fdkt.Learning.Samples;

/// <summary>Messages that want to know something.</summary>
internal static class InformationRequests
{
    public static readonly Situation[] All =
    [
        new(
            ["Which of the {numbers|figures} on the {meter|dial} {counts|matters}, the {upper|red} or the {lower|black} {one|row}?",
             "{How|In what way} do I {read|note down} {a|our} {two-rate|digital} meter, {the display|it} {changes|cycles} {between|through} <number> values?",
             "{Where|At which place} {is|do I find} the {serial|meter} number {you ask for|your form wants}?"],
            ["The {form|card} came on <day>.", "It {hangs|is} in the cellar."]),
        new(
            ["What {do you pay|is paid} per unit for {solar power|electricity from the roof} {fed|sent} into the grid?",
             "{Does|Would} a {solar|heat pump} {system|roof} {need|require} a {second|different} meter, and who {fits|supplies} it?",
             "Are there {any|still} {grants|subsidies} for {a battery|insulation} {this year|in <town>}?"],
            ["The roof {faces|looks} south.", "We {plan|want} <number> panels."]),
        new(
            ["{From|At} what {time|hour} does the {night|cheap} rate {start|apply}, {and also|and} {on|at} weekends?",
             "{What|How big} is the difference between {your|the} {fixed|green} and the {variable|ordinary} tariff?",
             "{Would|Does} the {car|night} tariff {pay off|make sense} for <number> {miles|kilometres} {a|per} week?"],
            ["We {wash|cook} {late|in the evening}.", "{My|Our} use is <number> units a year."]),
        new(
            ["Does fibre reach {the village of <town>|our new street}, or {only|just} {copper|cable}?",
             "How {fast|good} is the {line|internet} in <town>, we {move|settle} there in <month>?",
             "{When|In which year} {do|will} you lay {cables|fibre} {in|through} our {lane|estate}?"],
            ["The postcode ends in <number>.", "Two of us {study|work} online."]),
        new(
            ["{How|Where} {do|can} I {set|switch on} the {child|parental} {lock|filter} {on|for} the {router|tablet}?",
             "{Where|On which sticker} is the wifi password, and {how can|can} it be {altered|changed}?",
             "{Can|May} I {use|plug in} {my own|a second} router {with|on} the {fibre|white} box?"],
            ["The {children|kids} are <number> and six.", "{I am|We are} not {technical|good with computers}."]),
        new(
            ["{Does|Will} {my|the} mobile {plan|contract} {work|count} in {Norway|Switzerland}, and how much is a {minute|call} home?",
             "Do calls to {Canada|Portugal} cost {extra|more} {from|on} the landline?",
             "{How many|What number of} {gigabytes|minutes} {are|do I have} left, {and where|where} {can|do} I {look that up|see it}?"],
            ["We {fly|leave} on <day>.", "{My|Our} sister lives there."]),
        new(
            ["Which {papers|documents} does {a|my} {child|teenager} need for {a|its first} {savings|current} account?",
             "{At|From} what age {may|can} {my|our} {daughter|son} have {a card|a debit card} of their own?",
             "{Must|Do} both parents {sign|come along} for the child's account?"],
            ["{She|He} is <number>.", "Grandmother {wants|would like} to {give|save} <amount>."]),
        new(
            ["What interest {do|would} you {give|offer} on <amount> {for|fixed over} {two|three} years?",
             "Up to {which|what} {amount|sum} are {my|the} savings {protected|insured}?",
             "{How|When} is the interest {on|of} the mortgage {worked out|calculated}, {daily|by day} or {monthly|by month}?"],
            ["I {inherited|have} {some|a little} money.", "{We|I} {compare|ask} several banks."]),
        new(
            ["{How long|How many days} does a transfer to {Norway|Canada} take, and {what does it cost|which fee applies}?",
             "What is the {daily|highest} limit for {cash|withdrawals} {abroad|with my card}, {can|may} it be {higher|raised}?",
             "{Which|What} {code|number} {must|do} people {abroad|in Italy} {give|enter} to {pay|send} {me|us} money?"],
            ["It {is|would be} about <amount>.", "{My|Our} son studies there."]),
        new(
            ["{May|Can} {I|we} take {a bicycle|two bicycles} on the <time>, and {is there|do I need} a {reservation|ticket} for it?",
             "Are {big|large} dogs {allowed|permitted} {on|in} the {trains|train} to <town>, {with|and with} a muzzle?",
             "{How much|What} luggage {fits|may go} {on|into} the {sleeper|night train}, we {carry|have} {skis|a cello}?"],
            ["We {ride|hike} from <town>.", "The platform was {crowded|full} last time."]),
        new(
            ["Is {a|the} {ten-trip|season} ticket {cheaper|worth it} {for|if I travel} {two|three} days {a|per} week {to|from} <town>?",
             "{Do|From what age do} {children|pupils} {pay|need a ticket} {on|in} the {train|family coach} to <town>?",
             "Does {my|the} railcard {count|work} {before|at} <time> on weekdays?"],
            ["{My|The} new job {starts|is} in <month>.", "{They|The twins} are <number>."]),
        new(
            ["{Is there|Do you have} {parking|a car park} {at|near} {the|<town>} station, and {what|how much} does a {day|week} cost?",
             "{When|At what hour} does the last train {from|to} <town> leave {at weekends|on a Sunday}?",
             "Where do I change {from|to} the airport {line|train} {in|at} <town>, is there {a lift|a ramp}?"],
            ["{We|I} {arrive|land} at <time>.", "{We|I} {come|travel} with a pram."]),
        new(
            ["{What|Which} {jabs|vaccinations} do we need for {Kenya|Peru}, and how {early|long before}?",
             "{Must|Should} I {fast|stop my tablets} before the {scan|blood test}, and {may|can} I {drink|drive}?",
             "{After|How long after} the {operation|surgery} {can|may} I {drive|swim} {again|without risk}?"],
            ["We {fly|leave} in <month>.", "I {take|swallow} {pills|tablets} for {my heart|blood pressure}."]),
        new(
            ["{How soon|When} are the {results|x-rays} ready, and who {calls|rings} {me|us}?",
             "{How|Where} {can|do} I {get|order} a copy of my {records|file}, {is it free|does it cost anything}?",
             "Is {Doctor <name>|the doctor} {there|in} {on Saturday|during the holidays}, and {who|which doctor} {covers|stands in}?"],
            ["The {samples|pictures} were taken on <day>.", "{My|The} insurer {asks for|wants} it."]),
    ];
}
