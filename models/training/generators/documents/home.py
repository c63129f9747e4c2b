# ruff: noqa: E501 - a pattern of language is one line
"""Documents of home and friends: letters, chats, recipes, house rules, invitations, lists."""

FORMS = """
# letter prose
> Dear {N6},|Hello {N6},|My dear {N6},|{C6}, {date6}~Dear {N6},
+ I hope you are well|It was so good to hear from you|Life here is {a} as always|You asked how we are|The {us} are {a} this year|I think of you often|There is not much else to tell
< Yours, {N9}|With love, {N9}|Warm regards~{N9}|Best wishes,~{N9} {C9}
* {N} has moved to <1:{C}> because <2:{reason}>.|Did I tell you that {N} now lives in <1:{C}>? It is because <2:{reason}>.
? 1 [Where has {N} moved|Where does {N} live now|{N} lives where|In which town is {N} now]?
? 2 [Why did {N} move|What made {N} move away|Why is {N} not living here any more|{N} moved why]?
! When did {N} move?|Who helped {N} move?|With whom does {N} live?
~ N
* We will visit you on <1:{day}, {date}>, and stay for <2:{dur2}>.|Our visit is fixed: we come on <1:{day}, {date}> and stay <2:{dur2}>.
? 1 [When will they visit|On which date does the visit begin|the visit is when|When are they coming]?
? 2 [How long will they stay|For how long are they coming|How long is the visit]?
! How will they get there?|What will the visit cost?
* <1:{N}> broke {p_own} while {w_ing} <2:the {t}>.|You won't believe it: <1:{N}> broke {p_own} while {w_ing} <2:the {t}>.
? 2 [What was {N} {w_ing} when {p_own} broke|{p_own} broke while {N} was {w_ing} what]?
? 1 [Who broke {p_own}|Who did the damage to {p_own}|By whom was {p_own} broken]?
! How much does the repair of {p_own} cost?|When was {p_own} broken?
* The doctor told {N} to take the {a} pills <1:{freq}> so that <2:the pain goes away>.|{N} has to take {a} pills <1:{freq}>, so that <2:the swelling goes down>.
? 1 [How often should {N} take the pills|How often must {N} take the medicine]?
? 2 [What are the pills of {N} for|Why does {N} take pills|For what does {N} need the medicine]?
! Who pays for the pills of {N}?|How long must {N} take the pills?
~ N
* We found {a_t} for <1:{price}> at <2:a market in {C}>.|The {t} from <2:a market in {C}> cost <1:{price}>.
? 1 [How much was the {t}|What did the {t} cost|How much did they pay for the {t}|price of the {t}]?
? 2 [Where did they buy the {t}|Where does the {t} come from|Where did they get the {t}]?
! What colour is the {t}?|How heavy is the {t}?|Who sold them the {t}?
* Could you send {N} <1:{n} {ts}>? She needs them for <2:the wedding|her lessons|a {a} exhibition>.
? 1 [What should be sent to {N}|What does {N} want to have sent|What does {N} need]?
? 2 [What does {N} need them for|For what does {N} want the {ts}]?
! By when does {N} need the {ts}?|What is the address of {N}?
~ N
* {N} now works as <1:{a_job}> and earns <2:{price} an hour>.
? 1 [What does {N} do for a living|What is the job of {N}|What does {N} work as|As what is {N} employed]?
? 2 [How much does {N} earn|What is the wage of {N}]?
! For which company does {N} work?|How many hours does {N} work?
~ N
* If you come by train, <1:get off at {C} and phone us>.|When you take the train, <1:get off at {C} and walk along the river>.
? 1 [What should I do if I come by train|How do I get there by train|What is the advice for those who take the train|I am taking the train, what do I do]?
! What does the train cost?|How long does the train take?
@ coming by train

# chat lines
> {N8}: hi all|{N8}: hey :)|[{day6}]|{N8}: hello, anybody there?
+ {N8}: ok :)|{N9}: haha|{N9}: sure!|{N8}: no idea, sorry|{N9}: the {us} were {a} today|{N8}: sounds good
< {N9}: see you!|{N8}: bye|{N9}: great, thanks
* {N}: we meet <1:{at_place}> at <2:{time}>|{N}: meeting point is <1:{at_place}>, <2:{time}> sharp
? 1 [Where do they meet|Where is the meeting point|meeting point is where]?
? 2 [What time do they meet|At what time is the meeting|When should I be there|they meet when]?
! How long do they stay together?
@ the meeting point
* {M}: i can't come on {day} because <1:{reason}>|{M}: sorry, {day} is impossible for me because <1:{reason}>
? 1 [Why can't {M} come|Why is {M} not coming on {day}|What stops {M} from coming|What is the excuse of {M}]?
! When can {M} come instead?|Who replaces {M}?
~ M
* {N}: <1:{M}> has the second pair of keys|{N}: <1:{M}> took the keys home
? 1 [Who has the keys|With whom are the keys|the keys are with who]?
! How many keys are there?
* {N}: the wifi password is <1:{code}>|{N}: wifi password: <1:{code}>
? 1 [What is the password|Which password do I need|whats the wifi password|How do I get into the wifi]?
! Who changes the password?|How fast is the wifi?
* {N}: i paid <1:{price}> for the {ts}, so everyone owes me <2:{price2}>|{N}: the {ts} were <1:{price}>, that's <2:{price2}> each
? 1 [How much were the {ts}|What did {N} pay for the {ts}|What was the price of the {ts}]?
? 2 [How much does each person owe|What does everyone have to pay|How much must everybody give {N}]?
! Where did {N} buy the {ts}?|When must we pay {N}?
* {M}: can somebody feed <1:my {t}> while i am in {C}?|{M}: who feeds <1:the {t}> when i'm in {C}?
? 1 [What should be fed|What does {M} want somebody to feed|Whom or what should somebody feed]?
! How often should it be fed?|How long is {M} in {C}?
* {N}: take <1:the {n}|line {n}>, it goes every <2:{n2} minutes>|{N}: bus <1:{n}> is best, there is one every <2:{n2} minutes>
? 1 [Which bus should I take|What bus is best|what line do i take]?
? 2 [How often does the bus go|How long is the wait between two buses]?
! What is the fare of the bus?
* {N}: {p_own} is <1:{a} and smells of {us}>|{N}: careful, {p_own} is <1:full of {us}>
? 1 [What is wrong with {p_own}|What is {p_own} like|In what state is {p_own}]?
! Who cleans {p_own}?
@ {p_own}

# recipe lines
> {A} {t8} with {food9}|{t8} {food9}, the recipe of {N9}|Recipe: {a} {t8}
+ Enjoy!|This is a family favourite|It tastes even better the next day|Use the best {us} that you can find|Wash your hands first
< Serves {n8}.|Enjoy your meal!|From the kitchen of {N9}
* Heat the oven to <1:{n3} degrees> and bake for <2:{dur}>.|Bake it for <2:{dur}> at <1:{n3} degrees>.
? 1 [How hot must the oven be|At what temperature is it baked|What temperature does the oven need|oven temperature]?
? 2 [How long is it baked|How long does it stay in the oven|For how long should I bake it|baking time]?
! On which shelf of the oven does it go?|Should the oven fan be on?
* Add <1:{amount} of {food}> and stir.|Stir in <1:{amount} of {food}>.
? 1 [How much {food} do I need|What amount of {food} goes in|how much {food}|What quantity of {food} should I take]?
! What can I take instead of {food}?|Why do I need {food}?
~ food
* A pinch of {food} is added because <1:it brings out the taste|it makes the crust {a}|it stops the dough from sticking>.|Don't skip the {food}, because <1:it holds everything together|without it the cream would be {a}|it keeps the filling moist>.
? 1 [Why should I add {food}|What is the {food} for|Why is there {food} in it|What does the {food} do|the {food} is for what]?
! How much does {food} cost?|When was the {food} harvested?
~ food
@ {food}
* Let the dough rest <1:{in_place}> for <2:{dur}>.|The dough should rest for <2:{dur}> <1:{in_place}>.
? 1 [Where should the dough rest|Where do I put the dough]?
? 2 [How long should the dough rest|For how long do I let the dough rest|how long to rest the dough]?
! Who invented the dough?
* If the sauce is too thick, <1:add a spoonful of {food}>.|Is the sauce too thick? Then <1:add a little {food}>.
? 1 [What should I do if the sauce is too thick|My sauce is too thick, what now|How do I thin the sauce|What helps against a thick sauce]?
! What should I do if the sauce is too salty?|How long does the sauce last?
@ a thick sauce
* Cut the {food} into <1:{a} cubes|thin slices|{n} pieces>.
? 1 [How should I cut the {food}|Into what is the {food} cut|What shape should the {food} have]?
! What knife do I need for the {food}?
~ food
* It can be stored in the fridge for <1:{n} days>.|In the fridge it lasts <1:{n} days>.
? 1 [How long does it last in the fridge|How long can it be stored|For how many days can I store it]?
! Can I put it into the freezer?|How many calories does it have?
* Cover the bowl with <1:a {a} cloth|a plate|foil> so that <2:it does not dry out|no flies get in|the steam can't escape>.
? 1 [What should I cover the bowl with|With what is the bowl covered]?
? 2 [Why should I cover the bowl|What is the cover of the bowl for|For what reason is the bowl covered]?
! How big is the bowl?|What is the bowl made of?
* Decorate with <1:{food} and {food2}> before serving.
? 1 [What is used as decoration|With what is it decorated|What goes on top at the end]?
! Who does the decoration?|How long does the decoration take?
* The recipe comes from <1:{N} in {C}>, who first made it in <2:{year}>.
? 1 [Where does the recipe come from|From whom is the recipe|Who had the recipe first]?
? 2 [When was it first made|In what year was it made for the first time]?
! In which book is the recipe printed?

# house_rules bullets
> House rules|Welcome to {C} House!~Rules|Dear guests, please read this:|Rules of the house at {place6}
+ Thank you for your help|We are happy to have you here|Please be kind to each other|Treat the {us} with care
< The landlord|Thank you!|{F}, owner|Ask us if something is not clear.
* Quiet hours are from <1:{time}> to <2:{time2}>.|Please be quiet between <1:{time}> and <2:{time2}>.
? 1 [When do the quiet hours begin|From what time must it be quiet|quiet from when]?
? 2 [When do the quiet hours end|Until what time must guests be quiet|quiet until when]?
! What is the fine for noise?
@ quiet hours
* Rubbish is collected on <1:{day}s>; put the bins <2:{at_place}>.|The bins are emptied on <1:{day}s>, please put them <2:{at_place}>.
? 1 [When is the rubbish collected|On which day are the bins emptied|bin day is when]?
? 2 [Where should the bins be put|Where do the bins go|where to put the bins]?
! What colour are the bins?|Who collects the rubbish?
* Smoking is only allowed <1:{in_place}>.|If you want to smoke, do it <1:{in_place}> only.
? 1 [Where can I smoke|Where is smoking allowed|smoking is ok where]?
! What is the fine for smoking?
@ smoking
* Do not lock the gate at night because <1:{reason}>.|At night the gate must stay unlocked, because <1:{reason}>.
? 1 [Why should I not lock the gate|Why must the gate stay unlocked|What is the reason for the rule about the gate]?
! Who repairs the gate?|When was the gate built?
@ the gate
* If the fuse blows, <1:call {N}>.|When the fuse blows, <1:reset the {a} switch {in_place}>.
? 1 [What should I do if the fuse blows|The fuse has blown, what now|What is to be done about a blown fuse|What do we do when the lights fail because of a fuse]?
! How much does a new fuse cost?
@ a blown fuse
* Pets must <1:stay {in_place}>.|Pets are welcome but have to <1:stay {in_place}>.
? 1 [What is the rule for pets|What must pets do|What do I have to know if I come with a pet]?
! How much does a pet cost?
@ pets
* A lost key costs <1:{price}>.|Guests who lose the key pay <1:{price}>.
? 1 [How much does a lost key cost|What happens when I lose the key|What do I pay if the key is gone|lost key price]?
! How many keys does a guest get?
@ lost keys
* The laundry room is <1:{in_place}> and may be used <2:{freq}>.
? 1 [Where is the laundry room|Where can I wash my clothes|laundry is where]?
? 2 [How often may I use the laundry room|How many times can I do my laundry]?
! How much does the washing powder cost?
* At most <1:{n} guests> may sleep in one room.|No more than <1:{n} guests> are allowed in a room.
? 1 [How many people may sleep in a room|What is the limit of guests for a room|max guests per room]?
! How many rooms are there?
* Check-out is at <1:{time}> on the day of departure.|Please be out of the room by <1:{time}> on your last day.
? 1 [What time is check-out|When must I be out of the room|By when do guests have to go on the last day|checkout when]?
! What does a late check-out cost?

# invitation prose
> Invitation|Dear {N6},|You are invited!|Hello friends,
+ We would be so happy to see you|It will be {a}|There will be games and {us}|Come hungry!|We can hardly wait
< {N9} and {N8}|See you soon!~{N9}|Love, {N9}
* [We celebrate|The party is to celebrate|The reason for the party is] <1:the {nth} birthday of {N}|the new job of {N}|the engagement of {N} and {M}>.
? 1 [What is being celebrated|What is the party for|Why is there a party|What is the occasion]?
! How many guests are invited?
* The party starts on <1:{day}> at <2:{time}>.|It begins at <2:{time}> on <1:{day}>.
? 1 [On which day is the party|What day is it|the party is on what day]?
? 2 [At what time does it start|What time should guests come|When does the party begin, at what time]?
! When does the party end?
* It takes place <1:{in_place}>.|We celebrate <1:{in_place}>.
? 1 [Where is the party|Where does it take place|Where do they celebrate|party where]?
! How do I get there?|Where can guests park?
* Please tell <1:{N}> by <2:{date}> whether you can come.|Please answer by <2:{date}>; <1:{N}> makes the list of guests.
? 1 [Whom should guests tell|Who makes the list of guests|Who collects the answers]?
? 2 [By when should I answer|What is the last day for an answer|Until when can I reply|answer by when]?
! What is the e-mail address for the answer?
* Instead of gifts, <1:{N} wishes for {us}>.|No flowers please, <1:{N} would rather have money for {us}>.
? 1 [What should I give|What does {N} wish for|What gift is wanted]?
! How much should a gift cost?
* We ask everybody to dress <1:{a} and {a2}>.|The clothes should be <1:{a} and {a2}>.
? 1 [What should I put on|How should guests be dressed]?
! Where can I rent a costume?
@ clothes
* If it rains, <1:we move into {place}>.|In case of rain <1:everything happens in {place}>.
? 1 [What happens when it rains|What is the plan for bad weather|What if it rains|Where do we go in the rain]?
! What is the forecast?
@ rain
* Dinner is cooked by <1:{N}>, and <2:{M}> makes the cake.
? 1 [Who cooks dinner|By whom is dinner cooked|Who is the cook]?
? 2 [Who makes the cake|By whom is the cake made|the cake is made by who]?
! What is there for dinner?|How big is the cake?
* Children under <1:{n}> can sleep <2:{in_place}>.
? 1 [Under what age can children sleep there|How old may children be who sleep there]?
? 2 [Where can children sleep|Where do the children sleep|Where is there a bed for the children]?
! Who looks after the children?

# list bullets
> To do|Jobs for {day6}|Packing and planning|List for {C}|# Tasks|Shopping and other things
+ water the {us}|call {C} office|{w} the {us}|think about {a} {us}|check the {us}
< |Done by {N9}|(last change: {date6})
* [buy|get|order] <1:{n} {ts}> for <2:{N}>
? 1 [What should I get for {N}|What should I buy for {N}|what does {N} get]?
? 2 [For whom are the {ts}|Who gets the {ts}|{ts} are for who]?
! Where should I buy the {ts}?
~ N
* {food}: <1:{amount}>
? 1 [How much {food} is on the list|How much {food} is needed|What amount of {food} should I buy|{food} how much]?
! What brand of {food} should it be?
~ food
* pay the electricity bill (<1:{price}>) by <2:{date}>|electricity bill: <1:{price}>, due <2:{date}>
? 1 [How much is the electricity bill|What do I have to pay for electricity|what amount is the power bill]?
? 2 [When is the electricity bill due|By when must the electricity be paid|deadline for the power bill]?
! To whom do I pay the gas bill?
* ask {M} about <1:the {a} {t}>|talk to {M} about <1:the {a} {t}>
? 1 [What should I ask {M} about|What is there to discuss with {M}|I talk to {M} about what]?
! When should I speak to {M}?
~ M
* dinner with <1:{N}> at <2:{place_name}>, {day} {time}|{day} {time}: dinner with <1:{N}>, <2:{place_name}>
? 1 [With whom do I have dinner|Who comes to the dinner|dinner with who]?
? 2 [Where is the dinner|Where do we eat on {day}|In which restaurant is the dinner]?
! What do we eat at the dinner?
* put the {u} <1:{in_place}>, because <2:{reason}>
? 1 [Where should the {u} go|Where do I put the {u}|the {u} goes where]?
? 2 [Why must the {u} be put there|What is the reason for moving the {u}|Why move the {u}]?
! Who owns the {u}?|How heavy is the {u}?
* repair {p_own} before <1:{day}>|mend {p_own}, latest <1:{day}>
? 1 [By when must {p_own} be mended|Before what day should {p_own} be repaired|When does {p_own} have to be fixed]?
! What does the repair of {p_own} cost?
* <1:{N}> picks up the {vs}, <2:{M}> the cake
? 1 [Who picks up the {vs}|Who fetches the {vs}|{vs}: who]?
? 2 [Who picks up the cake|Who fetches the cake|cake by who]?
! When is the cake picked up?
"""
