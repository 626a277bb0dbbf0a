/** Pairs of everyday texts from unrelated to synonymous, for studies that take any pairs. */
import type { Pair } from '../input/pairFile.js';
import { pairsOf } from './pairsOf.js';

export const samplePairs = (): readonly Pair[] => pairsOf(SAMPLE);

/** text | text | similarity from 0 (unrelated) to 5 (the same meaning), judged by hand. */
const SAMPLE = `
A man is playing a guitar on the street.|A street musician plays his guitar.|4
The train to Bergen leaves at noon.|At twelve o'clock the train departs for Bergen.|5
A cat sleeps on the warm roof.|Stock prices fell sharply on Monday.|0
The doctor examined the patient.|The patient examined the doctor.|3
She bought fresh bread at the bakery.|He repaired the roof of the barn.|0
The children are building a snowman.|Kids make a man out of snow.|5
A dog runs across the wet beach.|A dog is running along the shore.|4
The committee rejected the new budget.|The budget was turned down by the committee.|5
Heavy rain flooded the lower streets.|The lower streets are dry and quiet.|1
My phone does not charge any more.|The battery of my phone is broken.|3
The chef chops onions for the soup.|A cook is cutting onions.|4
They moved the piano up the stairs.|They sold the piano last week.|2
The museum opens at nine on Sundays.|On Sundays the museum is open from nine.|5
A young woman reads a novel in the park.|A woman sits on a bench with a book.|3
The bridge was closed after the storm.|After the storm nobody could cross the bridge.|4
Interest rates rose for the third time.|The bank raised its rates again.|4
The film is long but never boring.|The film is boring and far too long.|2
A boy kicks a red ball over the fence.|A girl throws a blue ball into the garden.|2
The plane landed safely despite the fog.|Despite fog the aircraft touched down without trouble.|5
We need more chairs for the meeting.|The meeting has been moved to Friday.|2
He painted the kitchen walls yellow.|The walls of the kitchen are now yellow.|4
A flock of geese flies south.|Geese are flying to the south.|5
The library lends books and tools.|You can borrow tools at the library.|3
Our neighbour grows tomatoes on her balcony.|Tomatoes grow on the balcony next door.|4
The police found the stolen car in a forest.|A forest burned down near the police station.|1
The old clock stopped at midnight.|At midnight the ancient clock came to a halt.|5
She teaches mathematics at a small school.|She is a maths teacher.|4
Farmers protest against cheap imports.|Cheap imports please the customers.|2
The engine makes a strange noise.|There is an odd sound coming from the motor.|5
Water boils at one hundred degrees.|Ice melts at zero degrees.|2
A man in a black coat waits for the bus.|Someone is waiting at the bus stop.|3
The hotel room was small and clean.|The room was tiny but tidy.|4
Volunteers planted two hundred trees.|Two hundred trees were planted by helpers.|5
The server restarts every night.|Each night the server is rebooted.|5
A snail crawls over the leaf.|The parliament debates the new law.|0
The winner thanked her coach.|The coach thanked the winner.|3
He forgot his umbrella in the train.|He left his umbrella on the train.|5
The soup needs a little more salt.|Add some salt to the soup.|4
Two men carry a heavy table.|Two men are eating at a table.|2
The lake froze over last night.|Last night the lake turned to ice.|5
Scientists discovered a new kind of frog.|Researchers found an unknown frog species.|5
The shop sells used bicycles.|The shop repairs bicycles.|3
It will snow in the mountains tomorrow.|Tomorrow it will rain at the coast.|2
The baby laughed at the funny hat.|A funny hat made the baby laugh.|5
She plays the violin in an orchestra.|She listens to an orchestra on the radio.|2
The mayor opened the new hospital.|A new hospital was opened by the mayor.|5
The company hired fifty engineers.|The company dismissed fifty engineers.|2
A fisherman mends his nets.|The market closes early today.|0
The road is blocked by a fallen tree.|A tree lies across the road.|4
You can park your car behind the house.|Parking is possible at the back of the house.|5
The cup fell and broke into pieces.|The broken cup lies on the floor.|3
A woman is slicing a cucumber.|A woman is slicing a tomato.|3
The concert was cancelled because of illness.|The singer is ill, so there is no concert.|4
He climbs the mountain without a rope.|Without a rope he went up the mountain.|5
The wall is covered with green ivy.|The tax office sends a letter.|0
Students wrote the exam in the main hall.|The exam took place in the main hall.|4
The ship carries grain to Egypt.|Grain is shipped to Egypt.|4
A squirrel hides nuts under the oak.|A squirrel buries nuts below the oak tree.|5
The river is too cold for swimming.|Nobody swims in the cold river.|3
The tailor shortened the trousers.|The trousers are too long.|2
Solar panels cover the roof of the school.|The school's roof is covered by solar panels.|5
The lawyer read the contract twice.|The contract was signed yesterday.|2
They celebrate their wedding in a barn.|The wedding party takes place in a barn.|4
A thief took her purse at the station.|Her purse was stolen at the station.|5
The new road saves twenty minutes.|Thanks to the new road the trip is shorter.|4
He drinks coffee without sugar.|He takes three spoons of sugar in his tea.|1
The vase stands on the window sill.|There is a vase on the sill of the window.|5
The nurse changes the bandage.|A mechanic changes the tyre.|1
The dictionary has been updated.|A new edition of the dictionary is available.|4
A crowd gathers in front of the palace.|Many people stand before the palace.|4
Wolves returned to the valley.|There are wolves in the valley again.|5
The oven must be cleaned every week.|Clean the oven weekly.|5
The pianist played without a mistake.|The pianist made many mistakes.|1
Our train was two hours late.|We arrived two hours late by train.|4
The moon is hidden behind clouds.|Clouds cover the moon.|5
A carpenter builds a wooden boat.|A wooden boat is being built.|4
She speaks four languages fluently.|She wants to learn a fourth language.|2
The price of butter doubled.|Butter costs twice as much as before.|5
The lift is out of order.|The elevator does not work.|5
An old man feeds the pigeons.|Pigeons are fed by an elderly man.|5
The cellar smells of apples.|The satellite sends its first pictures.|0
He wrote a long letter to his sister.|His sister wrote him a long letter.|3
The garden gate squeaks.|The gate of the garden needs oil.|3
The festival attracts thousands of visitors.|Thousands of people come to the festival.|5
Our team lost the final.|Our team won the final.|2
The glass is half full.|The glass is half empty.|4
A lorry delivers sand to the building site.|Sand arrives at the construction site by truck.|5
The judge postponed the trial.|The trial was put off by the judge.|5
They danced until the sun came up.|They danced all night.|4
The password must have twelve characters.|Choose a password of at least twelve characters.|4
A kite got caught in the tree.|The kite hangs in the tree.|4
The coffee machine is in the kitchen.|Where can I find the coffee machine?|3
Bees visit the blossoms of the cherry tree.|The accountant checks the invoices.|0
The actor forgot his lines.|The actor could not remember his text.|5
The roof leaks when it rains.|Water comes through the roof in rainy weather.|5
A tall tower overlooks the harbour.|From the tower you can see the harbour.|3
The theatre was sold out.|There were no more tickets for the theatre.|5
We walked home through the snow.|We drove home through the rain.|2
The potter shapes the clay with her hands.|With her hands the potter forms the clay.|5
The goalkeeper saved the penalty.|The penalty was saved by the keeper.|5
`;
